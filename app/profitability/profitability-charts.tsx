import type { PayerRow, ProfitabilityPage } from '#queries/profitability/profitability-types.ts'
import { Link, useSearchParams } from '@remix-run/react'
import { useI18n } from '../i18n/use-i18n.ts'
import { CenterLink } from '../components/center-link.tsx'
import { ChartFigure } from '../components/charts/chart-figure.tsx'
import { RowChart } from '../components/charts/row-chart.tsx'
import { TimeSeries } from '../components/charts/time-series.tsx'
import { Waterfall } from '../components/charts/waterfall.tsx'
import { Value } from '../components/figures.tsx'
import type { MarginModel } from './profitability-model.ts'
import { useStepLabel } from './step-label.ts'

/** From gross charges to operating profit. */
export function WaterfallChart({ waterfall }: { waterfall: ProfitabilityPage['waterfall'] }) {
  const { t, format } = useI18n()
  const label = useStepLabel()
  const [search] = useSearchParams()
  const opened = (step: string) => {
    const next = new URLSearchParams(search)
    next.set('line', step)
    next.delete('page')
    return `?${next}#lines`
  }
  const amount = (step: string) => format.moneyCompact(waterfall.bars.find((bar) => bar.step === step)?.amount)
  return (
    <ChartFigure
      title={t('waterfall.title')}
      summary={`${t('waterfall.summary', { gross: amount('gross_charges'), net: amount('net_revenue'), profit: amount('operating_profit') })} ${t(waterfall.provisional ? 'money.provisional' : 'money.closed')}`}
      table={{
        columns: [{ label: t('waterfall.step') }, { label: t('money.amount'), numeric: true }],
        rows: waterfall.bars.map((bar) => [label(bar.step), format.money(bar.amount)]),
      }}
    >
      <Waterfall
        label={t('waterfall.title')}
        bars={waterfall.bars.map((bar) => ({
          key: bar.step,
          label: (
            <Link to={opened(bar.step)} className="link" title={t('lines.open')}>
              {label(bar.step)}
            </Link>
          ),
          kind: bar.kind,
          amount: bar.amount,
          title: `${label(bar.step)}: ${bar.kind === 'change' ? format.signedMoney(bar.amount) : format.money(bar.amount)}`,
          text: (
            <Value
              metric={bar.step}
              value={bar.amount}
              text={bar.kind === 'change' ? format.signedMoney(bar.amount) : format.money(bar.amount)}
            />
          ),
        }))}
      />
    </ChartFigure>
  )
}

type Month = Pick<ProfitabilityPage['months'][number], 'month' | 'month_state' | 'net_revenue' | 'operating_profit'>

/** Net revenue and operating profit by month; open months stand apart, since their books still move. */
export function MonthsChart({ months }: { months: Month[] }) {
  const { t, format, metric, code } = useI18n()
  const revenue = metric('net_revenue').label
  const profit = metric('operating_profit').label
  const open = months.filter((m) => m.month_state === 'open')
  const title = (m: Month, value: number | null) =>
    `${format.month(m.month)} (${code('month_state', m.month_state)}): ${format.money(value)}`
  return (
    <ChartFigure
      title={t('months.title')}
      summary={
        months.length === 0
          ? t('table.empty')
          : t(open.length > 0 ? 'months.summary_open' : 'months.summary', { n: months.length, open: open.length })
      }
      legend={[
        { label: revenue, className: 'border-series-1' },
        { label: profit, className: 'border-series-2', shape: 'dash' },
        { label: t('months.open'), className: 'border-bad', shape: 'square' },
      ]}
      table={{
        columns: [
          { label: t('table.month') },
          { label: t('months.state') },
          { label: revenue, numeric: true },
          { label: profit, numeric: true },
        ],
        rows: months.map((m) => [
          format.month(m.month),
          code('month_state', m.month_state),
          format.money(m.net_revenue),
          format.money(m.operating_profit),
        ]),
      }}
    >
      <TimeSeries
        label={t('months.title')}
        height={220}
        fromZero
        gutter={4}
        write={format.moneyCompact}
        writeDay={format.month}
        series={[
          {
            key: 'net_revenue',
            color: 1,
            dots: true,
            points: months.map((m) => ({
              day: m.month,
              value: m.net_revenue,
              signal: m.month_state === 'open',
              title: title(m, m.net_revenue),
            })),
          },
          {
            key: 'operating_profit',
            color: 2,
            dashed: true,
            dots: true,
            points: months.map((m) => ({
              day: m.month,
              value: m.operating_profit,
              signal: m.month_state === 'open',
              title: title(m, m.operating_profit),
            })),
          },
        ]}
      />
    </ChartFigure>
  )
}

/** Operating margin of each center with the line of no profit; the extremes, when there are many. */
export function CenterMarginChart({ margins }: { margins: MarginModel }) {
  const { t, format, metric } = useI18n()
  const { label } = metric('operating_margin_rate')
  const { shown } = margins
  return (
    <ChartFigure
      title={t('margin.title', { label })}
      summary={
        margins.known === 0 ? t('table.empty') : t('margin.summary', { n: margins.known, losing: margins.losing })
      }
      table={{
        columns: [
          { label: t('filter.center') },
          { label, numeric: true },
          { label: metric('operating_profit').label, numeric: true },
        ],
        ...{ total: margins.known, csv: 'centers' },
        rows: shown.map((c) => [c.center_code, format.rate(c.operating_margin_rate), format.money(c.operating_profit)]),
      }}
    >
      <RowChart
        label={label}
        kind="bar"
        write={format.rateShort}
        textWidth="4rem"
        reference={{ value: 0, label: t('margin.reference') }}
        rows={shown.map((c) => ({
          key: c.center_code,
          label: <CenterLink center={c} />,
          value: c.operating_margin_rate,
          marked: (c.operating_margin_rate ?? 0) < 0,
          text: `${format.rate(c.operating_margin_rate)}${c.provisional ? ' *' : ''}`,
          title: [format.money(c.operating_profit), c.provisional ? t('figure.provisional') : null]
            .filter(Boolean)
            .join(' · '),
        }))}
      />
      {shown.some((c) => c.provisional) && <p className="mt-1 text-xs text-muted">* {t('figure.provisional')}</p>}
    </ChartFigure>
  )
}

/** Who owes the allowed amount. */
export function PayerChart({ payers }: { payers: Pick<PayerRow, 'payer_class' | 'allowed' | 'allowed_share'>[] }) {
  const { t, format, code } = useI18n()
  const sorted = [...payers].sort((a, b) => b.allowed - a.allowed)
  const [first] = sorted
  return (
    <ChartFigure
      title={t('payer.title')}
      summary={
        first
          ? t('payer.summary', { payer: code('payer', first.payer_class), share: format.rate(first.allowed_share) })
          : t('table.empty')
      }
      table={{
        columns: [
          { label: t('payer.payer') },
          { label: t('payer.allowed'), numeric: true },
          { label: t('payer.share'), numeric: true },
        ],
        rows: sorted.map((p) => [code('payer', p.payer_class), format.money(p.allowed), format.rate(p.allowed_share)]),
      }}
    >
      <RowChart
        label={t('payer.title')}
        kind="bar"
        write={format.rateShort}
        textWidth="4rem"
        rows={sorted.map((p) => ({
          key: p.payer_class,
          label: code('payer', p.payer_class),
          value: p.allowed_share,
          text: format.rate(p.allowed_share),
          title: format.money(p.allowed),
        }))}
      />
    </ChartFigure>
  )
}
