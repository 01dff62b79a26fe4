import type { Drift, ProductHistory, VersionStep } from '#queries/product/product-types.ts'
import { CenterLink } from '../components/center-link.tsx'
import { ChartFigure } from '../components/charts/chart-figure.tsx'
import { TimeSeries } from '../components/charts/time-series.tsx'
import { Card } from '../components/ui/card.tsx'
import { PartHeading } from '../components/panels/part-heading.tsx'
import { DataTable, type Column } from '../components/ui/data-table.tsx'
import { Tag } from '../components/ui/tag.tsx'
import { useI18n } from '../i18n/use-i18n.ts'

/** Disagreement that piles up beyond what the days before let expect. */
export function CusumCard({ history: { cusum, decision_limit } }: { history: ProductHistory }) {
  const { t, format } = useI18n()
  const first = cusum.find(({ signal }) => signal)
  const summary =
    cusum.length === 0
      ? t('control.no_baseline')
      : first
        ? t('cusum.signal', { day: format.day(first.from), limit: format.count(decision_limit) })
        : t('cusum.none', { limit: format.count(decision_limit) })
  return (
    <Card panel="over_time.agreement">
      <ChartFigure
        title={t('cusum.title')}
        summary={summary}
        table={{
          columns: [{ label: t('table.from_day') }, { label: t('cusum.sum'), numeric: true }],
          rows: cusum.map(({ from, upper }) => [format.day(from), format.decimal(upper)]),
        }}
      >
        {cusum.length > 0 && (
          <TimeSeries
            label={`${t('cusum.title')}: ${summary}`}
            height={240}
            fromZero
            yMax={decision_limit}
            centerLine={decision_limit}
            write={format.decimal}
            writeDay={format.dayShort}
            series={[
              {
                key: 'cusum',
                color: 1,
                dots: true,
                points: cusum.map(({ from, upper, signal }) => ({
                  day: from,
                  value: upper,
                  signal,
                  title: `${format.day(from)}: ${format.decimal(upper)}`,
                })),
              },
            ]}
          />
        )}
      </ChartFigure>
    </Card>
  )
}

/** Each version against the one before it; observational. */
export function VersionStepTable({ history }: { history: ProductHistory }) {
  const { t, format, metric } = useI18n()
  const rate = ({ k, n }: VersionStep['before']) => `${format.rate(n > 0 ? k / n : null)} (n ${format.count(n)})`
  const points = (value: number | null) => format.signedDecimal(value === null ? null : value * 100)
  const versions = history.versions
    .map(({ product_version, first_day, last_day }) =>
      t('version_steps.span', { version: product_version, from: format.day(first_day), to: format.day(last_day) }),
    )
    .join(t('list.separator'))
  return (
    <Card panel="version_steps" title={t('version_steps.title')} note={`${t('version_steps.note')} ${versions}`}>
      <DataTable
        caption={t('version_steps.title')}
        rows={history.version_steps}
        rowKey={(row) => `${row.to_version} ${row.metric}`}
        empty={t('version_steps.none')}
        columns={[
          {
            key: 'to_version',
            label: t('table.version'),
            cell: (row) => `${row.from_version} → ${row.to_version} · ${format.day(row.day)}`,
          },
          { key: 'metric', label: t('version.figure'), cell: (row) => metric(row.metric).label },
          { key: 'before_rate', numeric: true, label: t('drift.before'), cell: (row) => rate(row.before) },
          { key: 'after_rate', numeric: true, label: t('version.after'), cell: (row) => rate(row.after) },
          {
            key: 'difference',
            numeric: true,
            label: t('contrast.difference'),
            cell: (row) =>
              row.low === null ? '–' : `${points(row.difference)} (${points(row.low)} … ${points(row.high)})`,
          },
          {
            key: 'clear',
            label: t('slices.named'),
            cell: (row) => (row.clear ? <Tag tone="warn">{t('slices.no_chance')}</Tag> : ''),
          },
        ]}
      />
    </Card>
  )
}

/** Stability of scores: about 0.1 is worth a look, 0.25 a reason to act. */
const [LOOK, ACT] = [0.1, 0.25]

/** The columns that every comparison of scores has. */
function useDriftColumns(): Column<Drift>[] {
  const { t, format } = useI18n()
  const verdict = (psi: number | null) => {
    if (psi === null) return t('score_drift.too_few')
    if (psi < LOOK) return t('score_drift.stable')
    return <Tag tone={psi < ACT ? 'warn' : 'bad'}>{t(psi < ACT ? 'score_drift.look' : 'score_drift.act')}</Tag>
  }
  return [
    { key: 'before', numeric: true, label: t('score_drift.before_n'), cell: (row) => format.count(row.before) },
    { key: 'after', numeric: true, label: t('score_drift.after_n'), cell: (row) => format.count(row.after) },
    { key: 'psi', numeric: true, label: t('score_drift.psi'), cell: (row) => format.decimal(row.psi) },
    { key: 'verdict', label: t('score_drift.verdict'), cell: (row) => verdict(row.psi) },
  ]
}

/** Scores between periods and versions, and of centers against all others. */
export function DriftTable({ drifts, compared }: { drifts: Drift[]; compared: number }) {
  const { t, format, name } = useI18n()
  const columns = useDriftColumns()
  const finding: Column<Drift> = { key: 'finding', label: t('table.finding'), cell: (row) => name(row.finding) }
  const centers = drifts.filter(({ kind }) => kind === 'center')
  return (
    <Card panel="drifts" title={t('score_drift.title')} note={t('score_drift.note')}>
      <DataTable
        caption={t('score_drift.title')}
        rows={drifts.filter(({ kind }) => kind !== 'center')}
        rowKey={(row) => `${row.finding_code} ${row.kind} ${row.to_version}`}
        empty={t('table.empty')}
        maxHeight={420}
        columns={[
          finding,
          {
            key: 'to_version',
            label: t('score_drift.between'),
            cell: (row) =>
              row.kind === 'period' ? t('score_drift.periods') : `${row.from_version} → ${row.to_version}`,
          },
          ...columns,
        ]}
      />
      <PartHeading title={t('score_drift.centers')} panel="drift_centers" />
      <p className="mb-2 text-xs text-muted">
        {t('score_drift.centers_note', { compared: format.count(compared), named: format.count(centers.length) })}
      </p>
      {centers.length > 0 && (
        <DataTable
          caption={t('score_drift.centers')}
          rows={centers}
          rowKey={(row) => `${row.finding_code} ${row.center_code}`}
          empty={t('table.empty')}
          maxHeight={420}
          columns={[
            {
              key: 'center',
              label: t('filter.center'),
              cell: (row) => <CenterLink center={{ center_code: row.center_code!, ...row.center! }} />,
            },
            finding,
            ...columns,
          ]}
        />
      )}
    </Card>
  )
}
