import { useMemo } from 'react'
import { useI18n } from '../i18n/use-i18n.ts'
import { displayed } from './logic/display.ts'
import { statisticsOf } from './logic/statistics.ts'
import { columnKind, type Cell } from './logic/values.ts'
import type { SqlColumn } from './console-types.ts'

/** What the rows on screen hold in one column. */
export function ColumnPanel({ column, place, rows }: { column: SqlColumn; place: number; rows: Cell[][] }) {
  const { t, format } = useI18n()
  const kind = columnKind(column.type)
  const found = useMemo(() => statisticsOf(rows, place, kind), [rows, place, kind])
  const most = Math.max(1, ...found.histogram.map((bin) => bin.count))
  const facts: [string, string][] = [
    [t('sql.column.nulls'), format.count(found.nulls)],
    [t('sql.column.distinct'), format.count(found.distinct)],
    [t('sql.column.least'), displayed(found.least, column.type)],
    [t('sql.column.greatest'), displayed(found.greatest, column.type)],
  ]
  if (kind === 'number')
    facts.push(
      [t('sql.column.mean'), displayed(found.mean, 'DOUBLE')],
      [t('sql.column.median'), displayed(found.median, 'DOUBLE')],
    )
  return (
    <section
      aria-label={t('sql.column.title', { name: column.name })}
      className="rounded border border-line p-2 text-xs"
      data-column={column.name}
    >
      <h3 className="break-all font-semibold">
        <span className="font-mono">{column.name}</span> <span className="font-normal text-muted">{column.type}</span>
      </h3>
      <p className="text-muted">{t('sql.column.of_rows', { n: format.count(found.rows) })}</p>
      <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-3">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="truncate text-right tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      {found.histogram.length > 1 && (
        <div role="img" aria-label={t('sql.column.histogram')} className="mt-2 flex h-14 items-end gap-px">
          {found.histogram.map((bin) => (
            <span
              key={bin.from}
              title={`${displayed(bin.from, 'DOUBLE')} … ${displayed(bin.to, 'DOUBLE')}: ${bin.count}`}
              className="flex-1 bg-series-1"
              style={{ height: `${(bin.count / most) * 100}%`, minHeight: bin.count > 0 ? 1 : 0 }}
            />
          ))}
        </div>
      )}
      {found.frequent.length > 0 && (
        <ol className="mt-2 space-y-0.5">
          {found.frequent.map(({ value, count }) => (
            <li key={value} className="flex justify-between gap-2">
              <span className="truncate">{value === '' ? t('sql.column.empty_text') : value}</span>
              <span className="tabular-nums text-muted">{format.count(count)}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
