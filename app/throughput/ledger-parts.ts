import { LEDGER_CLASSES } from '#queries/throughput/ledger-names.ts'
import type { LedgerMinutes } from '#queries/throughput/minutes-types.ts'
import type { Part } from '../components/charts/stacked-rows.tsx'
import { useI18n } from '../i18n/use-i18n.ts'

const FILL = {
  acquiring: ['bg-series-1', 'fill-series-1'],
  on_table: ['bg-heat-2', 'fill-heat-2'],
  turnover: ['bg-series-4', 'fill-series-4'],
  no_show: ['bg-series-2', 'fill-series-2'],
  idle: ['bg-line', 'fill-line'],
  down: ['bg-ink', 'fill-ink'],
} as const

/** The classes of the ledger as parts of a stack, in HTML or as a drawing. */
export function useLedgerParts(as: 'html' | 'svg'): Part[] {
  const { t } = useI18n()
  return LEDGER_CLASSES.map((name) => ({
    key: name,
    label: t(`ledger_class.${name}`),
    className: FILL[name][as === 'html' ? 0 : 1],
  }))
}

export const partsOf = (row: LedgerMinutes) => LEDGER_CLASSES.map((name) => row[`${name}_minutes`])

/** Minutes in which nothing was earned. */
export const lostMinutes = (row: LedgerMinutes) =>
  (row.turnover_minutes ?? 0) + (row.no_show_minutes ?? 0) + (row.idle_minutes ?? 0) + (row.down_minutes ?? 0)
