import type { FoundExams } from '#queries/concordance/coverage-types.ts'
import { RowChart } from '../components/charts/row-chart.tsx'
import { Card } from '../components/ui/card.tsx'
import { useI18n } from '../i18n/use-i18n.ts'

/** Exams with findings of which a product flagged every one: nothing was left to find. */
export function FoundExamsCard({ rows }: { rows: FoundExams[] }) {
  const { t, format } = useI18n()
  const sum = (key: 'exams' | 'all_flagged') => rows.reduce((all, row) => all + row[key], 0)
  const [exams, flagged] = [sum('exams'), sum('all_flagged')]
  return (
    <Card panel="exams" title={t('gaps.nothing_left')} note={t('gaps.nothing_left_note')}>
      {exams === 0 ? (
        <p className="text-muted">{t('table.empty')}</p>
      ) : (
        <p className="mb-2">
          {t('gaps.nothing_left_all', {
            flagged: format.count(flagged),
            exams: format.count(exams),
            share: format.rate(flagged / exams),
          })}
        </p>
      )}
      <RowChart
        label={t('gaps.nothing_left')}
        kind="point"
        domain={[0, 1]}
        write={format.rateShort}
        textWidth="8.5rem"
        rows={rows.map((row) => ({
          key: row.modality,
          label: row.modality,
          value: row.share,
          ...{ low: row.low, high: row.high },
          text: `${format.rate(row.share)} · n ${format.count(row.exams)}`,
          title: `${row.modality}: ${format.count(row.all_flagged)} / ${format.count(row.exams)}`,
        }))}
      />
    </Card>
  )
}
