import type {
  ConcordancePage,
  ConcordancePoint,
  ProductFinding,
  ReadingLimits,
  VersionSpan,
} from '#queries/concordance/concordance-types.ts'
import type { OverTimeModel } from './concordance-model.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { ChartFigure, Legend } from '../components/charts/chart-figure.tsx'
import { TimeSeries, type Series } from '../components/charts/time-series.tsx'

const BORDER = { 1: 'border-series-1', 2: 'border-series-2', 3: 'border-series-3', 4: 'border-series-4' } as const

interface Props {
  overTime: OverTimeModel
  products: ProductFinding[]
  versions: VersionSpan[]
  step: ConcordancePage['step']
  baseline: ConcordancePage['baseline']
  limits: ReadingLimits[]
}

/** Agreement over time, one panel for each product, a line for each of its versions. */
export function ConcordanceOverTime({ overTime, products, versions, step, baseline, limits }: Props) {
  const { t, format, name, metric, code } = useI18n()
  const { shown, points, table } = overTime
  const names = new Map(products.map((row) => [row.product_code, name(row.product)]))
  const { label } = metric('specificity')
  const signals = (p: ConcordancePoint) =>
    p.signals.map((s) => `${metric(s.metric).label}: ${code('rule', s.rule)}`).join(t('list.separator'))
  return (
    <ChartFigure
      title={t('concordance.over_time', { step: code('step', step) })}
      summary={
        shown.length > 0
          ? `${t('concordance.over_time_summary', {
              label,
              shown: shown.length,
              n: overTime.products,
              signals: overTime.with_signals,
            })} ${t('concordance.baseline', { from: format.day(baseline.from), to: format.day(baseline.to) })}`
          : t('table.empty')
      }
      legend={[{ label: t('control.signal'), className: 'border-bad', shape: 'square' }]}
      table={{
        columns: [
          { label: t('table.product') },
          { label: t('table.version') },
          { label: t('table.from_day') },
          ...(['agreement', 'sensitivity', 'specificity'] as const).map((id) => ({
            label: metric(id).label,
            numeric: true,
          })),
          { label: 'n', numeric: true },
          { label: t('control.signal') },
        ],
        total: table.total,
        rows: table.rows.map((p) => [
          names.get(p.product_code) ?? p.product_code,
          p.product_version,
          format.day(p.from),
          format.rate(p.agreement.value),
          format.rate(p.sensitivity.value),
          format.rate(p.specificity.value),
          format.count(p.n),
          signals(p),
        ]),
      }}
    >
      <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2">
        {shown.map((product) => (
          <Panel
            key={product}
            name={`${names.get(product) ?? product} · ${label}`}
            limits={limits.find((row) => row.product_code === product && row.metric === 'specificity')}
            series={versionSeries(
              points.filter((p) => p.product_code === product),
              versions,
              (p) =>
                [
                  `${format.day(p.from)} · ${p.product_version}: ${format.rate(p.specificity.value)}`,
                  `n ${format.count(p.n)}`,
                  signals(p),
                ]
                  .filter(Boolean)
                  .join(' · '),
            )}
          />
        ))}
      </div>
    </ChartFigure>
  )
}

/** One product between the center line of its baseline, its versions named beneath. */
function Panel({ name, series, limits }: { name: string; series: Series[]; limits: ReadingLimits | undefined }) {
  const { t, format } = useI18n()
  const judged =
    limits?.center_line == null
      ? t('control.no_baseline')
      : limits.onset && t('control.onset', { day: format.day(limits.onset) })
  return (
    <div className="min-w-0">
      <TimeSeries
        label={name}
        yName={name}
        height={110}
        rate
        ticks={3}
        dayCount={3}
        gutter={3.25}
        centerLine={limits?.center_line ?? null}
        write={format.rateShort}
        writeDay={format.dayShort}
        series={series}
      />
      <Legend
        entries={series.map((version) => ({
          label: t('legend.version', { version: version.key }),
          className: BORDER[version.color],
          shape: version.dashed ? 'dash' : 'line',
        }))}
      />
      {judged && <p className="text-xs text-muted">{judged}</p>}
    </div>
  )
}

/** A new version is drawn dashed and in another colour, so that a step at an upgrade is seen as one. */
function versionSeries(
  points: ConcordancePoint[],
  versions: VersionSpan[],
  title: (p: ConcordancePoint) => string,
): Series[] {
  const product = points[0]?.product_code
  const inOrder = versions
    .filter((v) => v.product_code === product)
    .sort((a, b) => a.first_day.localeCompare(b.first_day))
    .map((v) => v.product_version)
  return inOrder.map((version, place) => ({
    key: version,
    color: ((place % 4) + 1) as 1 | 2 | 3 | 4,
    dashed: place % 2 === 1,
    dots: true,
    points: points
      .filter((p) => p.product_version === version)
      .map((p) => ({ day: p.from, value: p.specificity.value, signal: p.signals.length > 0, title: title(p) })),
  }))
}
