import type { FindingCoverage } from '#queries/concordance/concordance-types.ts'
import type { NoValue, Period } from '#queries/page/page-types.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { ChartFigure } from '../components/charts/chart-figure.tsx'
import { RowChart } from '../components/charts/row-chart.tsx'

const MOST_ROWS = 20

interface Props {
  rows: FindingCoverage[]
  months: Period
  /** Why there is nothing to show, where the filter leaves coverage without an answer. */
  reason: NoValue | null
}

/** Of the findings that radiologists report, the share that some AI product flagged. */
export function FindingCoverageChart({ rows, months, reason }: Props) {
  const { t, format, name, code } = useI18n()
  const sorted = [...rows].sort((a, b) => b.reader_positives - a.reader_positives)
  const sum = (key: 'reader_positives' | 'coverable' | 'covered' | 'covered_and_flagged') =>
    format.count(rows.reduce((a, r) => a + r[key], 0))
  return (
    <ChartFigure
      title={t('coverage.title')}
      summary={
        rows.length === 0
          ? reason
            ? code('reason', reason)
            : t('table.empty')
          : t('coverage.summary', {
              from: format.month(months.from),
              positives: sum('reader_positives'),
              coverable: sum('coverable'),
              covered: sum('covered'),
              flagged: sum('covered_and_flagged'),
            })
      }
      table={{
        columns: [
          { label: t('table.finding') },
          { label: t('filter.modality') },
          { label: t('coverage.positives'), numeric: true },
          { label: t('coverage.coverable'), numeric: true },
          { label: t('coverage.covered'), numeric: true },
          { label: t('coverage.flagged'), numeric: true },
        ],
        rows: sorted.map((r) => [
          name(r.finding),
          r.modality,
          format.count(r.reader_positives),
          format.rate(r.coverable_share.value),
          format.rate(r.covered_share.value),
          format.rate(r.flagged_share.value),
        ]),
      }}
    >
      <RowChart
        label={t('coverage.title')}
        kind="bar"
        domain={[0, 1]}
        write={format.rateShort}
        textWidth="6.5rem"
        rows={sorted.slice(0, MOST_ROWS).map((r) => ({
          key: `${r.modality} ${r.finding_code}`,
          label: (
            <>
              {name(r.finding)} <span className="text-muted">{r.modality}</span>
            </>
          ),
          value: r.flagged_share.value,
          low: r.flagged_share.low,
          high: r.flagged_share.high,
          text: `${format.rate(r.flagged_share.value)} n ${format.count(r.reader_positives)}`,
          title: t('coverage.row', {
            finding: name(r.finding),
            coverable: format.rate(r.coverable_share.value),
            covered: format.rate(r.covered_share.value),
            flagged: format.rate(r.flagged_share.value),
          }),
        }))}
      />
    </ChartFigure>
  )
}
