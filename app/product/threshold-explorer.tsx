import type { OperatingPoint, Thresholds } from '#queries/product/product-types.ts'
import { Form, Link, useLocation, useSearchParams } from '@remix-run/react'
import { ChartFigure } from '../components/charts/chart-figure.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable } from '../components/ui/data-table.tsx'
import { WithInterval } from '../concordance/concordance-tables.tsx'
import { filterLink } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { RocPlot } from './roc-plot.tsx'

const OWN: readonly string[] = ['finding', 'threshold']

/** Scores as an address has them: short, and exact enough to find the same readings. */
const plain = (threshold: number) => String(Number(threshold.toPrecision(6)))

/** Asks for another finding or threshold; it works without scripts. */
function ThresholdForm({ thresholds }: { thresholds: Thresholds }) {
  const { t, name } = useI18n()
  const { pathname } = useLocation()
  const [search] = useSearchParams()
  const { threshold } = thresholds.asked
  return (
    <Form
      method="get"
      action={`${pathname}#thresholds`}
      preventScrollReset
      className="no-print mb-3 flex flex-wrap items-end gap-3"
    >
      {[...search].flatMap(([key, value], place) =>
        OWN.includes(key) || value === '' ? [] : [<input key={place} type="hidden" name={key} value={value} />],
      )}
      <label className="flex flex-col gap-0.5 text-xs text-muted">
        {t('table.finding')}
        <select name="finding" defaultValue={thresholds.finding_code} key={thresholds.finding_code} className="field">
          {thresholds.findings.map((one) => (
            <option key={one.finding_code} value={one.finding_code}>
              {name(one.finding)}
            </option>
          ))}
        </select>
      </label>
      <label className="flex flex-col gap-0.5 text-xs text-muted">
        {t('thresholds.threshold')}
        <input
          type="number"
          name="threshold"
          min={0}
          max={1}
          step="any"
          key={threshold}
          defaultValue={threshold === null ? '' : plain(threshold)}
          className="field w-32"
        />
      </label>
      <button className="button h-8">{t('thresholds.ask')}</button>
    </Form>
  )
}

interface Row extends OperatingPoint {
  kind: 'today' | 'asked' | 'other'
}

/** So many other thresholds stand in the table. */
const OTHERS = 8

function rowsOf({ today, asked, is_asked, curve }: Thresholds): Row[] {
  const step = Math.max(1, Math.floor(curve.length / OTHERS))
  const others = curve.filter((point, place) => place % step === Math.floor(step / 2) && point.threshold !== null)
  return [
    { ...today, kind: 'today' },
    ...(is_asked ? [{ ...asked, kind: 'asked' as const }] : []),
    ...others.map((point) => ({ ...point, kind: 'other' as const })),
  ]
}

function PointTable({ thresholds }: { thresholds: Thresholds }) {
  const { t, format, metric } = useI18n()
  const { pathname } = useLocation()
  const [search] = useSearchParams()
  const to = (threshold: number) =>
    `${filterLink(pathname, search, {
      scanner: search.getAll('scanner'),
      finding: thresholds.finding_code,
      threshold: plain(threshold),
    })}#thresholds`
  const rates = (['sensitivity', 'specificity', 'ppv'] as const).map((id) => ({
    key: id,
    numeric: true,
    label: metric(id).label,
    cell: (row: Row) => <WithInterval metric={id} estimate={row[id]} />,
  }))
  return (
    <DataTable<Row>
      caption={t('thresholds.table')}
      rows={rowsOf(thresholds)}
      rowKey={(row) => `${row.kind} ${row.threshold}`}
      empty={t('table.empty')}
      isPaged
      columns={[
        {
          key: 'threshold',
          numeric: true,
          label: t('thresholds.threshold'),
          cell: (row) => (
            <>
              {row.kind === 'today' && <strong>{t('thresholds.today')} </strong>}
              {row.kind === 'asked' && <strong>{t('thresholds.asked')} </strong>}
              {row.threshold === null ? (
                '–'
              ) : (
                <Link to={to(row.threshold)} className="link" preventScrollReset>
                  {plain(row.threshold)}
                </Link>
              )}
            </>
          ),
        },
        {
          key: 'flags',
          numeric: true,
          label: t('thresholds.flags'),
          cell: (row) => format.decimalOne(row.flags_a_day),
        },
        ...rates,
        {
          key: 'missed',
          numeric: true,
          label: t('thresholds.missed'),
          cell: (row) => format.decimalOne(row.missed_a_month),
        },
        ...(['tp', 'fp', 'fn', 'tn'] as const).map((key) => ({
          key,
          numeric: true,
          label: key.toUpperCase(),
          cell: (row: Row) => <data value={row[key]}>{format.count(row[key])}</data>,
        })),
      ]}
    />
  )
}

/** How well scores tell findings apart, today's operating point, and what another threshold would have done. */
export function ThresholdExplorer({ thresholds }: { thresholds: Thresholds }) {
  const { t, format, name } = useI18n()
  const { auc, asked, today, is_asked, is_one_cut } = thresholds
  const interval = (e: typeof auc) =>
    t('verdict.interval', {
      value: format.decimal(e.value),
      low: format.decimal(e.low),
      high: format.decimal(e.high),
    })
  const change = t('thresholds.change', {
    threshold: plain(asked.threshold ?? 0),
    flags: format.signedDecimal(asked.flags_a_day - today.flags_a_day),
    missed: format.signedDecimal(asked.missed_a_month - today.missed_a_month),
  })
  const summary = [
    t('thresholds.auc', { auc: interval(auc), n: format.count(auc.n) }),
    is_one_cut ? null : t('thresholds.many_cuts'),
    is_asked ? change : null,
  ]
  return (
    <Card panel="thresholds">
      <ChartFigure
        title={t('thresholds.title', { finding: name(thresholds.finding) })}
        summary={summary.filter(Boolean).join(' ')}
        panel="areas"
        table={{
          columns: [
            { label: t('table.finding') },
            { label: t('thresholds.auc_short'), numeric: true },
            { label: t('thresholds.cut'), numeric: true },
            { label: t('thresholds.positives'), numeric: true },
            { label: t('thresholds.negatives'), numeric: true },
          ],
          rows: thresholds.findings.map((row) => [
            name(row.finding),
            row.auc.value === null ? '–' : interval(row.auc),
            row.threshold === null ? '–' : plain(row.threshold),
            format.count(row.positives),
            format.count(row.negatives),
          ]),
        }}
        legend={[
          { label: t('thresholds.today'), className: 'border-series-1', shape: 'dot' },
          ...(is_asked ? [{ label: t('thresholds.asked'), className: 'border-bad', shape: 'square' as const }] : []),
        ]}
      >
        <ThresholdForm thresholds={thresholds} />
        <div className="grid gap-6 xl:grid-cols-[minmax(16rem,24rem)_1fr]">
          <RocPlot thresholds={thresholds} label={summary.filter(Boolean).join(' ')} />
          <div className="min-w-0">
            <PointTable thresholds={thresholds} />
            <p className="mt-2 text-xs text-muted">{t('thresholds.note')}</p>
          </div>
        </div>
      </ChartFigure>
    </Card>
  )
}
