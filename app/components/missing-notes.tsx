import type { Missing } from '#queries/page/page-types.ts'
import { useI18n } from '../i18n/use-i18n.ts'

/** What has never come, so that an empty chart is not read as a zero. */
export function MissingNotes({ missing }: { missing: Missing[] }) {
  const { t, code } = useI18n()
  if (missing.length === 0) return null
  return (
    <div className="rounded-md border border-line bg-warn-soft px-3 py-2" role="note">
      <h2 className="text-warn">{t('missing.title')}</h2>
      <ul className="list-disc pl-5">
        {missing.map(({ feed, effect }) => (
          <li key={`${feed} ${effect}`} data-missing={effect}>
            {code('missing', effect)}
          </li>
        ))}
      </ul>
    </div>
  )
}
