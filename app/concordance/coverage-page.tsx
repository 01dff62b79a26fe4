import { bodyPartRows } from '#queries/concordance/body-parts.ts'
import { GAPS, type CoverageCounts, type CoveragePage, type CoverageRow } from '#queries/concordance/coverage-types.ts'
import { PartLegend, StackedRows, type Part } from '../components/charts/stacked-rows.tsx'
import { NoData } from '../components/no-data.tsx'
import { PageFrame } from '../components/page-frame.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable, type Column } from '../components/ui/data-table.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import type { PageAnswers } from '../server/pages.ts'
import { FoundExamsCard } from './found-exams.tsx'

const FILL = {
  flagged: 'bg-series-1',
  ...{ not_flagged: 'bg-series-2', no_result: 'bg-series-4', not_live: 'bg-heat-2', no_product: 'bg-line' },
} as const
/** From flagged to furthest from it. */
const ORDER = ['flagged', 'not_flagged', 'no_result', 'not_live', 'no_product'] as const
const MOST_BARS = 14

function useParts(): Part[] {
  const { t } = useI18n()
  return ORDER.map((key) => ({ key, label: t(`gap.${key}`), className: FILL[key] }))
}

const share = (k: number, n: number) => (n > 0 ? k / n : null)

/** What all reported findings together come to, in one sentence. */
function Together({ total, months }: { total: CoverageCounts; months: CoveragePage['months'] }) {
  const { t, format } = useI18n()
  return (
    <p className="mb-2">
      {t('gaps.together', {
        month: format.month(months.from),
        reported: format.count(total.reported),
        could: format.rate(share(total.could, total.reported)),
        flagged: format.rate(share(total.flagged, total.reported)),
        of_could: format.rate(share(total.flagged, total.could)),
      })}
    </p>
  )
}

function BodyParts({ page }: { page: CoveragePage }) {
  const { t, format, code } = useI18n()
  const parts = useParts()
  const rows = bodyPartRows(page)
  const label = (row: (typeof rows)[number]) => `${row.modality} · ${row.body_part ?? t('gaps.no_body_part')}`
  return (
    <Card panel="body_parts" title={t('gaps.by_body_part')} note={t('gaps.by_body_part_note')}>
      {page.total.reported === 0 ? (
        <p className="text-muted">
          {page.filters.scanner.length > 0 ? code('reason', 'not_by_scanner') : t('table.empty')}
        </p>
      ) : (
        <>
          <Together total={page.total} months={page.months} />
          <PartLegend parts={parts} />
          <StackedRows
            label={t('gaps.by_body_part')}
            parts={parts}
            textWidth="8.5rem"
            rows={rows.slice(0, MOST_BARS).map((row) => ({
              key: label(row),
              label: label(row),
              values: ORDER.map((name) => row[name]),
              text: t('gaps.bar', {
                gap: format.count(row.reported - row.flagged),
                reported: format.count(row.reported),
              }),
              title: ORDER.map((name) => `${t(`gap.${name}`)} ${format.count(row[name])}`).join(' · '),
            }))}
          />
        </>
      )}
    </Card>
  )
}

/** Findings by how many were reported and not flagged. */
function Findings({ rows }: { rows: CoverageRow[] }) {
  const { t, format, name } = useI18n()
  const count = (key: keyof CoverageCounts | 'gap', label: string): Column<CoverageRow> => ({
    key,
    numeric: true,
    label,
    cell: (row) => format.count(row[key]),
  })
  return (
    <Card panel="findings" title={t('gaps.by_finding')} note={t('gaps.by_finding_note')}>
      <DataTable
        caption={t('gaps.by_finding')}
        rows={rows}
        rowKey={(row) => `${row.modality} ${row.finding_code}`}
        empty={t('table.empty')}
        maxHeight={620}
        columns={[
          { key: 'finding_code', label: t('table.finding'), cell: (row) => name(row.finding) },
          { key: 'modality', label: t('filter.modality'), cell: (row) => row.modality },
          { key: 'body_part', label: t('gaps.body_part'), cell: (row) => row.body_part ?? '–' },
          count('reported', t('coverage.positives')),
          count('could', t('gaps.could')),
          count('flagged', t('gap.flagged')),
          count('gap', t('gaps.gap')),
          ...GAPS.map((gap) => count(gap, t(`gap.${gap}`))),
        ]}
      />
    </Card>
  )
}

export default function Coverage({ page }: { page: PageAnswers['coverage'] }) {
  const { t } = useI18n()
  if (page.snapshot_id === null) return <NoData title={t('gaps.title_short')} missing={page.missing} />
  return (
    <PageFrame
      title={t('gaps.title_short')}
      note={t('gaps.note')}
      filters={page.filters}
      missing={page.missing}
      panels={{ page: 'coverage', snapshot: page.snapshot_id }}
    >
      <BodyParts page={page} />
      <FoundExamsCard rows={page.exams} />
      <Findings rows={page.rows} />
    </PageFrame>
  )
}
