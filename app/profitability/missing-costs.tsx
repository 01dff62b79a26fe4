import type { MissingCosts } from '#queries/profitability/profitability-types.ts'
import { useI18n } from '../i18n/use-i18n.ts'

/** What the ledger of each month that cannot close still lacks. */
export function MissingCostsNote({ rows }: { rows: MissingCosts[] }) {
  const { t, format, name, code } = useI18n()
  if (rows.length === 0) return null
  return (
    <ul className="mt-2 text-sm text-muted">
      {rows.map((row) => (
        <li key={`${row.month} ${row.center_code}`}>
          {t('months.missing_costs', {
            month: format.month(row.month),
            center: name(row),
            costs: row.costs.map((c) => `${code('cost', c.category)} (${code('behaviour', c.behaviour)})`).join(', '),
          })}
        </li>
      ))}
    </ul>
  )
}
