import { Link, useLocation, useSearchParams } from '@remix-run/react'
import { ControlChart } from '../components/charts/control-chart.tsx'
import { MetricHeading } from '../components/metric-heading.tsx'
import { NoData } from '../components/no-data.tsx'
import { PageFrame } from '../components/page-frame.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable } from '../components/ui/data-table.tsx'
import { Tag } from '../components/ui/tag.tsx'
import { filterLink } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import type { VariationModel, VariationRow } from './variation-model.ts'

const TONES = { better: 'accent', worse: 'bad' } as const

/** What a chart says of a figure, and since when it is another. */
function Said({ row, metric }: { row: VariationRow; metric: string }) {
  const { t, code, format } = useI18n()
  const said = row.said.find((one) => one.metric === metric)
  if (!said) return <>–</>
  if (said.verdict === null) return <span className="text-muted">{t('variation.judged')}</span>
  const verdict = code('verdict', said.verdict)
  if (said.verdict !== 'better' && said.verdict !== 'worse') return <span className="text-muted">{verdict}</span>
  return (
    <Tag tone={TONES[said.verdict]}>
      {said.onset ? t('variation.since', { verdict, day: format.dayShort(said.onset) }) : verdict}
    </Tag>
  )
}

function SaidTable({ rows }: { rows: VariationRow[] }) {
  const { t, format } = useI18n()
  const { pathname } = useLocation()
  const [search] = useSearchParams()
  const isJudged = rows.some(({ said }) => said.some(({ verdict }) => verdict !== null))
  const metrics = [...new Set(rows.flatMap(({ said }) => said.map(({ metric }) => metric)))]
  return (
    <Card
      panel="variation"
      title={t('variation.table')}
      note={isJudged ? t('variation.table_note') : t('variation.none')}
    >
      <DataTable
        caption={t('variation.table')}
        rows={rows}
        rowKey={(row) => row.modality}
        empty={t('table.empty')}
        columns={[
          {
            key: 'modality',
            label: t('filter.modality'),
            cell: (row) => (
              <Link to={filterLink(pathname, search, { modality: row.modality })} className="link font-medium">
                {row.modality}
              </Link>
            ),
          },
          { key: 'exams', numeric: true, label: t('table.exams'), cell: (row) => format.count(row.exams_performed) },
          ...metrics.map((id) => ({
            key: id,
            label: <MetricHeading id={id} />,
            cell: (row: VariationRow) => <Said row={row} metric={id} />,
          })),
        ]}
      />
    </Card>
  )
}

export default function Change({ page }: { page: VariationModel }) {
  const { t, metric } = useI18n()
  if (page.snapshot_id === null) return <NoData title={t('variation.title_short')} missing={page.missing} />
  const { rows, drawn } = page
  return (
    <PageFrame
      title={t('variation.title_short')}
      note={t('variation.note')}
      filters={page.filters}
      missing={page.missing}
      panels={{ page: 'variation', snapshot: page.snapshot_id }}
    >
      <SaidTable rows={rows} />
      <div className="grid gap-4 xl:grid-cols-2">
        {drawn?.figures.map((figure) => (
          <Card key={figure.metric} panel="variation" id={figure.metric}>
            <ControlChart
              title={t('variation.charts', { modality: drawn.modality, label: metric(figure.metric).label })}
              metric={figure.metric}
              chart={figure.chart}
              height={170}
            />
          </Card>
        ))}
      </div>
    </PageFrame>
  )
}
