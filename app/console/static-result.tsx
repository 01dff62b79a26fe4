import { useI18n } from '../i18n/use-i18n.ts'
import { displayed, PLAIN } from './logic/display.ts'
import { numbersOf } from './logic/number-setting.ts'
import { STATIC_PAGE } from './logic/static-page.ts'
import { columnKind } from './logic/values.ts'
import { ResultLine } from './result-view.tsx'
import type { RunResult } from './console-types.ts'

/** A page of the result, whose rows alone `result` has, as a plain table drawn on the server: for whoever has no scripts. */
export function StaticResult(props: { result: RunResult; sql: string; page: number; total: number }) {
  const { result, sql, page, total } = props
  const { t, format, locale } = useI18n()
  const look = { ...PLAIN, locale, numbers: numbersOf(sql) }
  const pages = Math.max(1, Math.ceil(total / STATIC_PAGE))
  return (
    <div>
      <ResultLine result={result} total={total} />
      <div role="region" aria-label={t('sql.result.table')} tabIndex={0} className="overflow-auto">
        <table className="text-[0.8125rem]" data-static-result>
          <thead>
            <tr>
              {result.columns.map(({ name, type }, place) => (
                <th
                  key={place}
                  scope="col"
                  title={type}
                  className={`border-b border-line px-2 py-1 font-medium ${columnKind(type) === 'number' ? 'text-right' : 'text-left'}`}
                >
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {result.rows.map((row, place) => (
              <tr key={place} className="border-b border-line">
                {row.map((value, column) => (
                  <td
                    key={column}
                    className={`px-2 py-0.5 ${columnKind(result.columns[column]!.type) === 'number' ? 'number' : ''}`}
                  >
                    {displayed(value, result.columns[column]!.type, look, result.columns[column]!.name)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {/* Buttons of the query's own form: each runs it again and shows another part. */}
      <p className="mt-2 flex items-center gap-2 text-xs text-muted">
        {page > 1 && (
          <button form="sql-form" name="page" value={page - 1} className="button">
            {t('pager.previous')}
          </button>
        )}
        {t('pager.place', { page, pages, total: format.count(total) })}
        {page < pages && (
          <button form="sql-form" name="page" value={page + 1} className="button">
            {t('pager.next')}
          </button>
        )}
      </p>
    </div>
  )
}
