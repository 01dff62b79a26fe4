import { STAGES, type ProductUse, type Stage } from '#queries/concordance/use-types.ts'
import { PartLegend, StackedRows, type Part } from '../components/charts/stacked-rows.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable, type Column } from '../components/ui/data-table.tsx'
import { useI18n } from '../i18n/use-i18n.ts'

const MOST_BARS = 12

/** What exams come to, from acted on to never sent. */
const ENDS = {
  acted: ['bg-series-1', (row: ProductUse) => row.acted],
  not_acted: ['bg-heat-2', (row: ProductUse) => row.not_acted],
  not_opened: ['bg-series-4', (row: ProductUse) => row.not_opened],
  late: ['bg-series-2', (row: ProductUse) => row.late],
  no_result: ['bg-ink', (row: ProductUse) => row.rejected_input + row.timeout + row.failed],
  not_sent: ['bg-heat-1', (row: ProductUse) => row.not_sent],
  not_live: ['bg-line', (row: ProductUse) => row.not_live],
} as const
type End = keyof typeof ENDS

const NAMES = Object.keys(ENDS) as End[]

function useParts(): Part[] {
  const { t } = useI18n()
  return NAMES.map((key) => ({ key, label: t(`use_end.${key}`), className: ENDS[key][0] }))
}

/** Each product's exams by how far they came, and the same in numbers. */
export function FunnelCard({ rows }: { rows: ProductUse[] }) {
  const { t, format, name } = useI18n()
  const parts = useParts()
  const seen = rows.reduce((sum, row) => sum + row.opened, 0)
  const all = rows.reduce((sum, row) => sum + row.exams, 0)
  const stage = (key: Stage): Column<ProductUse> => ({
    key,
    numeric: true,
    label: t(`stage.${key}`),
    cell: (row) => (
      <span title={row.exams > 0 ? format.rate(row[key] / row.exams) : undefined}>{format.count(row[key])}</span>
    ),
  })
  return (
    <Card panel="funnel" title={t('use.funnel')} note={t('use.funnel_note')}>
      {all > 0 && (
        <>
          <p className="mb-2">
            {t('use.together', {
              exams: format.count(all),
              seen: format.count(seen),
              share: format.rate(seen / all),
            })}
          </p>
          <PartLegend parts={parts} />
          <StackedRows
            label={t('use.funnel')}
            parts={parts}
            textWidth="4.5rem"
            rows={rows.slice(0, MOST_BARS).map((row) => ({
              key: row.product_code,
              label: name(row),
              values: NAMES.map((key) => ENDS[key][1](row)),
              text: row.exams > 0 ? format.rate(row.opened / row.exams) : '–',
              title: NAMES.map((key) => `${t(`use_end.${key}`)} ${format.count(ENDS[key][1](row))}`).join(' · '),
            }))}
          />
        </>
      )}
      <DataTable
        caption={t('use.funnel')}
        rows={rows}
        rowKey={(row) => row.product_code}
        empty={t('table.empty')}
        maxHeight={480}
        columns={[
          { key: 'product_code', label: t('table.product'), cell: (row) => name(row) },
          ...STAGES.map(stage),
          {
            key: 'latency_minutes_median',
            numeric: true,
            label: t('use.latency_median'),
            cell: (row) => format.decimalOne(row.latency_minutes_median),
          },
          {
            key: 'latency_minutes_p90',
            numeric: true,
            label: t('use.latency_p90'),
            cell: (row) => format.decimalOne(row.latency_minutes_p90),
          },
        ]}
      />
    </Card>
  )
}
