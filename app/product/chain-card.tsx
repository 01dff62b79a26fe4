import type { Chain, ChainCenter } from '#queries/product/summary-types.ts'
import type { Line } from '#queries/statistics/least-squares.ts'
import { ChartFigure } from '../components/charts/chart-figure.tsx'
import { linearScale, linePath, niceDomain, placesPath, valueTicks } from '../components/charts/geometry.ts'
import { Plot } from '../components/charts/plot.tsx'
import { Card } from '../components/ui/card.tsx'
import { useI18n } from '../i18n/use-i18n.ts'

type Side = 'compliance' | 'agreement' | 'margin'

/** One pair of what centers have, with the line through it. */
function Pair({ centers, x, y, line }: { centers: ChainCenter[]; x: Side; y: Side; line: Line | null }) {
  const { t, format } = useI18n()
  const points = centers.flatMap((row) => (row[x] === null || row[y] === null ? [] : [{ a: row[x], b: row[y] }]))
  const across = linearScale(...niceDomain(points.map(({ a }) => a)))
  const up = linearScale(...niceDomain(points.map(({ b }) => b)))
  const ends = line ? [Math.min(...points.map(({ a }) => a)), Math.max(...points.map(({ a }) => a))] : []
  const label = `${t(`chain.${x}`)} · ${t(`chain.${y}`)}`
  return (
    <Plot
      height={220}
      label={label}
      x={valueTicks(across, format.rateShort, 4)}
      y={valueTicks(up, format.rateShort, 4)}
      xName={t(`chain.${x}`)}
      yName={t(`chain.${y}`)}
      gutter={3.25}
    >
      <path
        d={placesPath(points.map(({ a, b }) => ({ x: across(a), y: up(b) })))}
        className="stroke-series-1"
        strokeWidth={6}
        strokeLinecap="round"
        fill="none"
      />
      {line && (
        <path
          d={linePath(ends.map((a) => ({ x: across(a), y: up(line.intercept + line.slope * a) })))}
          className="stroke-series-2"
          strokeWidth={1.75}
          strokeDasharray="4 3"
          fill="none"
        />
      )}
    </Plot>
  )
}

/** Compliance, agreement and margin of centers, pair by pair; observational, and said so. */
export function ChainCard({ chain }: { chain: Chain }) {
  const { t, format, name } = useI18n()
  const { centers } = chain
  const hasMargin = centers.some(({ margin }) => margin !== null)
  const ten = (value: number) => format.signedDecimal(value * 10)
  const said = (x: Side, y: Side, line: Line | null) =>
    line
      ? t('chain.slope', {
          x: t(`chain.${x}`),
          y: t(`chain.${y}`),
          slope: ten(line.slope),
          low: ten(line.low),
          high: ten(line.high),
          n: format.count(line.n),
        })
      : t('chain.none', { x: t(`chain.${x}`), y: t(`chain.${y}`) })
  const shown: [Side, Side, Line | null][] = [
    ['compliance', 'agreement', chain.agreement_on_compliance],
    ...(hasMargin
      ? ([
          ['agreement', 'margin', chain.margin_on_agreement],
          ['compliance', 'margin', chain.margin_on_compliance],
        ] as [Side, Side, Line | null][])
      : []),
  ]
  return (
    <Card panel="chain">
      <ChartFigure
        title={t('chain.title')}
        summary={`${t('chain.note')} ${shown.map((pair) => said(...pair)).join(' ')}`}
        table={{
          columns: [
            { label: t('dimension.center') },
            { label: t('chain.compliance'), numeric: true },
            { label: t('chain.agreement'), numeric: true },
            ...(hasMargin ? [{ label: t('chain.margin'), numeric: true }] : []),
            { label: 'n', numeric: true },
          ],
          rows: centers.map((row) => [
            `${name(row)} ${row.center_code}`,
            format.rate(row.compliance),
            format.rate(row.agreement),
            ...(hasMargin ? [format.rate(row.margin)] : []),
            format.count(row.n),
          ]),
        }}
      >
        <div className={`grid gap-x-6 gap-y-4 ${hasMargin ? 'lg:grid-cols-3' : ''}`}>
          {shown.map(([x, y, line]) => (
            <Pair key={`${x} ${y}`} centers={centers} x={x} y={y} line={line} />
          ))}
        </div>
      </ChartFigure>
    </Card>
  )
}
