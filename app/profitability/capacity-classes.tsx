import type { CapacityCost, CapacityPage } from '#queries/profitability/capacity-types.ts'
import { ChartFigure } from '../components/charts/chart-figure.tsx'
import { PartLegend, StackedRows } from '../components/charts/stacked-rows.tsx'
import { Card } from '../components/ui/card.tsx'
import { useI18n } from '../i18n/use-i18n.ts'

const CLASSES = ['used_cost', 'down_cost', 'unused_cost'] as const
const FILL = { used_cost: 'bg-series-1', down_cost: 'bg-ink', unused_cost: 'bg-line' } as const

const shareOf = (part: number | null, whole: number | null) => (part !== null && whole ? part / whole : null)

/** What fixed cost bought: used, down and unused, all together and by modality. */
export function CapacityClasses({ page }: { page: Pick<CapacityPage, 'together' | 'modalities'> }) {
  const { t, format, metric, code } = useI18n()
  const { together } = page
  const parts = CLASSES.map((name) => ({ key: name, label: code('capacity_class', name), className: FILL[name] }))
  const rows: ({ name: string } & CapacityCost)[] = [
    { name: t('capacity.together'), ...together },
    ...page.modalities.map((row) => ({ name: row.modality || '–', ...row })),
  ]
  const share = (name: (typeof CLASSES)[number]) => format.rate(shareOf(together[name], together.fixed_cost))
  const summary = together.scanners
    ? t('capacity.summary', {
        ...{ fixed: format.money(together.fixed_cost), n: format.count(together.scanners) },
        ...{ used: share('used_cost'), down: share('down_cost'), unused: share('unused_cost') },
        cost: format.money(together.unused_cost),
      })
    : t('table.empty')
  const unknown = together.unknown_scanners
    ? ` ${t('capacity.unknown', { n: format.count(together.unknown_scanners) })}`
    : ''
  return (
    <Card panel="classes">
      <ChartFigure
        title={t('capacity.classes')}
        summary={summary + unknown}
        table={{
          columns: [
            { label: t('filter.modality') },
            ...parts.map(({ label }) => ({ label, numeric: true })),
            { label: metric('fixed_cost').label, numeric: true },
          ],
          rows: rows.map((row) => [
            row.name,
            ...CLASSES.map((name) => format.money(row[name])),
            format.money(row.fixed_cost),
          ]),
        }}
      >
        <PartLegend parts={parts} />
        <StackedRows
          label={t('capacity.classes')}
          parts={parts}
          textWidth="9rem"
          rows={rows.map((row) => ({
            key: row.name,
            label: row.name,
            values: CLASSES.map((name) => row[name]),
            text: t('capacity.unused_of', {
              share: format.rate(shareOf(row.unused_cost, row.fixed_cost)),
              cost: format.moneyCompact(row.fixed_cost),
            }),
            title: row.name,
          }))}
        />
      </ChartFigure>
    </Card>
  )
}
