import { useI18n } from '../i18n/use-i18n.ts'
import { CopyButton } from './copy-button.tsx'

/** The address of what stands in the editor, to be copied. */
export function Permalink({ link }: { link: string }) {
  const { t } = useI18n()
  return (
    <p className="mt-2 flex flex-wrap items-center gap-2 text-xs">
      <input
        readOnly
        value={link}
        aria-label={t('sql.share.link')}
        className="field min-w-0 flex-1 font-mono"
        onFocus={(event) => event.target.select()}
        data-permalink
      />
      <CopyButton text={() => link} label={t('sql.share.copy')} className="button" />
      <span className="text-muted">{t('sql.share.note')}</span>
    </p>
  )
}
