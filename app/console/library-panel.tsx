import { Link, useSearchParams } from '@remix-run/react'
import { LIBRARY_TOPICS, type LibraryQuery } from '#queries/library/types.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { withFilters } from '../sql/address.ts'

/** Documented queries by topic. Opening one puts it into the editor and runs nothing. */
export function LibraryPanel({ library, current }: { library: readonly LibraryQuery[]; current: string | null }) {
  const { t, locale } = useI18n()
  const [search] = useSearchParams()
  const isChinese = locale === 'zh-CN'
  return (
    <div className="max-h-[60vh] overflow-y-auto" role="region" aria-label={t('sql.library.title')} tabIndex={0}>
      {LIBRARY_TOPICS.map((topic) => (
        <section key={topic}>
          <h3 className="mt-2 text-xs font-semibold text-muted">{t(`nav.${topic}`)}</h3>
          <ul>
            {library
              .filter((query) => query.topic === topic)
              .map((query) => (
                <li key={query.id} className={`rounded px-1 py-1 ${current === query.id ? 'bg-accent-soft' : ''}`}>
                  <Link
                    to={withFilters(`library=${query.id}`, search)}
                    className="link"
                    aria-current={current === query.id || undefined}
                  >
                    {isChinese ? query.title_zh : query.title_en}
                  </Link>
                  <p className="text-xs text-muted">{isChinese ? query.description_zh : query.description_en}</p>
                  <p className="font-mono text-xs text-muted">{query.tables.join(', ')}</p>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </div>
  )
}
