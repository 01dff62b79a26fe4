import type { Contrast, ProductFinding } from '#queries/concordance/concordance-types.ts'
import type { Estimate } from '#queries/page/page-types.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { ChartFigure } from '../components/charts/chart-figure.tsx'
import { RowChart } from '../components/charts/row-chart.tsx'

const MOST_ROWS = 20

function useInterval() {
  const { format } = useI18n()
  return (e: Estimate) =>
    `${format.rate(e.value)} (${format.rate(e.low)} … ${format.rate(e.high)}), n ${format.count(e.n)}`
}

/** Sensitivity and specificity against the radiologist, of each product and finding, with intervals. */
export function AgreementForest({ products }: { products: ProductFinding[] }) {
  const { t, format, name, metric } = useI18n()
  const interval = useInterval()
  const rows = [...products].sort((a, b) => b.n - a.n).slice(0, MOST_ROWS)
  const panels = ['sensitivity', 'specificity'] as const
  return (
    <ChartFigure
      title={t('forest.title')}
      summary={rows.length > 0 ? t('forest.summary', { shown: rows.length, n: products.length }) : t('table.empty')}
      table={{
        columns: [
          { label: t('table.product') },
          { label: t('table.finding') },
          ...panels.map((p) => ({ label: metric(p).label, numeric: true })),
        ],
        rows: products.map((row) => [name(row.product), name(row.finding), ...panels.map((p) => interval(row[p]))]),
      }}
    >
      <div className="grid gap-x-6 gap-y-3 2xl:grid-cols-2">
        {panels.map((panel) => (
          <div key={panel} className="min-w-0">
            <h3 className="mb-1 text-xs text-muted">{metric(panel).label}</h3>
            <RowChart
              label={metric(panel).label}
              kind="point"
              domain={[0, 1]}
              write={format.rateShort}
              textWidth="3.5rem"
              labelWidth="clamp(7rem, 42%, 20rem)"
              rows={rows.map((row) => ({
                key: `${row.product_code} ${row.finding_code}`,
                label: `${name(row.product)} · ${name(row.finding)}`,
                value: row[panel].value,
                low: row[panel].low,
                high: row[panel].high,
                text: format.rate(row[panel].value),
                title: `${name(row.product)} · ${name(row.finding)}: ${interval(row[panel])}`,
              }))}
            />
          </div>
        ))}
      </div>
    </ChartFigure>
  )
}

/** Differences in agreement between two groups of readings, against no difference. */
export function ContrastForest({ title, note, rows }: { title: string; note: string; rows: Contrast[] }) {
  const { t, format, name } = useI18n()
  const known = rows.filter((row) => row.difference !== null)
  const clear = known.filter((row) => (row.low ?? 0) > 0 || (row.high ?? 0) < 0)
  const points = (value: number | null) => format.signedDecimal(value === null ? null : value * 100)
  const label = (row: Contrast) => name(row.product)
  const widest = Math.max(0.05, ...known.flatMap((row) => [Math.abs(row.low ?? 0), Math.abs(row.high ?? 0)]))
  return (
    <ChartFigure
      title={title}
      summary={
        known.length > 0
          ? `${note} ${t('contrast.summary', { n: known.length, clear: clear.length })}`
          : t('contrast.too_few')
      }
      table={{
        columns: [
          { label: t('table.product') },
          { label: t('contrast.difference'), numeric: true },
          { label: t('table.interval'), numeric: true },
        ],
        rows: known.map((row) => [label(row), points(row.difference), `${points(row.low)} … ${points(row.high)}`]),
      }}
    >
      <RowChart
        label={title}
        kind="point"
        domain={[-widest, widest]}
        write={(value) => points(value)}
        textWidth="3.5rem"
        reference={{ value: 0, label: t('contrast.reference') }}
        rows={known.map((row) => ({
          key: `${row.product_code} ${row.finding_code}`,
          label: label(row),
          value: row.difference,
          low: row.low,
          high: row.high,
          marked: clear.includes(row),
          text: points(row.difference),
          title: `${label(row)}: ${points(row.difference)} (${points(row.low)} … ${points(row.high)})`,
        }))}
      />
    </ChartFigure>
  )
}
