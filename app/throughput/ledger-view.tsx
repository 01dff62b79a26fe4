import type { LedgerMinutes } from '#queries/throughput/minutes-types.ts'
import { PartLegend, StackedRows } from '../components/charts/stacked-rows.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import { partsOf, useLedgerParts } from './ledger-parts.ts'

/** One ledger as a bar and as numbers. */
export function LedgerView({ label, ledger }: { label: string; ledger: LedgerMinutes }) {
  const { t, format } = useI18n()
  const parts = useLedgerParts('html')
  const values = partsOf(ledger)
  const text = format.count(ledger.staffed_minutes)
  const summary = t('minutes.summary', { staffed: text, off: format.count(ledger.off_hours_minutes) })
  return (
    <>
      <p className="text-muted">{summary}</p>
      <PartLegend parts={parts} />
      <StackedRows label={label} parts={parts} rows={[{ key: 'ledger', label, values, text, title: summary }]} />
      <ul className="mt-2 grid grid-cols-[repeat(auto-fill,minmax(9rem,1fr))] gap-x-4">
        {parts.map((part, place) => (
          <li key={part.key} className="flex justify-between gap-2" data-class={part.key}>
            <span>{part.label}</span>
            <span className="tabular-nums">{format.minutes(values[place])}</span>
          </li>
        ))}
      </ul>
    </>
  )
}
