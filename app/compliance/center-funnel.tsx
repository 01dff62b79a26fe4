import { CenterLink } from '../components/center-link.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import { ChartFigure } from '../components/charts/chart-figure.tsx'
import { FunnelPlot } from '../components/charts/funnel-plot.tsx'
import { isAlert, type FunnelModel } from './compliance-model.ts'

interface Props {
  title: string
  funnel: FunnelModel
  /** Name of the page's table that holds all rows. */
  csv?: string
  /** What a center is judged by, and what is counted, where these are not its exams by modality and protocol. */
  words?: { mix: string; x: string }
}

/** Centers against ordinary ones of their case mix, inside what chance would do at their number of exams. */
export function CenterFunnel({ title, funnel, csv = 'centers', words }: Props) {
  const { t, format, metric, name, code } = useI18n()
  const { mix, x } = words ?? { mix: t('funnel.case_mix'), x: t('funnel.x') }
  const alerts = funnel.rows.filter(isAlert)
  const chosen = new Set(funnel.chosen)
  const summary =
    funnel.target === null
      ? t('table.empty')
      : `${t('funnel.summary', { target: format.rate(funnel.target), n: funnel.alerts, centers: funnel.total })} ${mix}`
  return (
    <ChartFigure
      title={title}
      summary={summary}
      legend={[
        { label: t('funnel.center'), className: 'border-series-1', shape: 'dot' },
        ...(chosen.size > 0 ? [{ label: t('funnel.chosen'), className: 'border-ink', shape: 'dot' } as const] : []),
        { label: t('funnel.notable'), className: 'border-series-2', shape: 'dot' },
        { label: t('funnel.alert'), className: 'border-bad', shape: 'square' },
        ...(funnel.strangers.length > 0
          ? [{ label: t('funnel.strangers'), className: 'border-muted', shape: 'dot' } as const]
          : []),
        { label: t('funnel.limits'), className: 'border-series-1', shape: 'band' },
      ]}
      table={{
        columns: [
          { label: t('filter.center') },
          { label: metric(funnel.metric).label, numeric: true },
          { label: t('table.interval'), numeric: true },
          { label: t('funnel.expected'), numeric: true },
          { label: 'n', numeric: true },
          { label: t('funnel.place') },
        ],
        rows: funnel.rows.map((row) => [
          `${name(row)} ${row.center_code}`,
          format.rate(row.value),
          `${format.rate(row.low)} … ${format.rate(row.high)}`,
          format.rate(row.expected),
          format.count(row.n),
          code('place', row.place),
        ]),
        ...{ total: funnel.total, csv, order: t('table.outside_first') },
      }}
    >
      <FunnelPlot
        label={`${title}: ${summary}`}
        target={funnel.target}
        curve={funnel.curve}
        write={format.rateShort}
        writeCount={format.count}
        xName={x}
        others={funnel.others.map(({ n, adjusted }) => ({ n, value: adjusted }))}
        strangers={funnel.strangers.map(({ n, adjusted }) => ({ n, value: adjusted }))}
        points={funnel.rows.map((row) => ({
          key: row.center_code,
          n: row.n,
          value: row.adjusted,
          alert: isAlert(row),
          chosen: chosen.has(row.center_code),
          notable: row.place === 'below_95' || row.place === 'above_95',
          title: `${name(row)} ${row.center_code}: ${format.rate(row.value)} (${format.rate(row.low)} … ${format.rate(row.high)}), ${t('funnel.expected')} ${format.rate(row.expected)}, n ${format.count(row.n)}`,
        }))}
      />
      {alerts.length > 0 && (
        <p className="mt-2 flex flex-wrap gap-x-3">
          {t('funnel.outside')}
          {alerts.map((row) => (
            <CenterLink key={row.center_code} center={row} />
          ))}
        </p>
      )}
    </ChartFigure>
  )
}
