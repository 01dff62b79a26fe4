import { Value } from '../components/figures.tsx'
import type { Column } from '../components/ui/data-table.tsx'
import { useI18n } from '../i18n/use-i18n.ts'

/** A money column; the exact amount is in the markup. */
export function useMoneyColumn<Row extends object>() {
  const { format, metric, code } = useI18n()
  return (id: keyof Row & string): Column<Row> => ({
    key: id,
    numeric: true,
    label: metric(id).label === id ? code('waterfall', id) : <span title={metric(id).short}>{metric(id).label}</span>,
    cell: (row) => {
      const value = row[id] as number | null
      return <Value metric={id} value={value} text={format.money(value)} />
    },
  })
}
