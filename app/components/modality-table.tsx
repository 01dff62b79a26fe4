import type { Figure } from '#queries/page/page-types.ts'
import { Link, useLocation, useSearchParams } from '@remix-run/react'
import { filterLink } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { Change, useBasis, Value } from './figures.tsx'
import { MetricHeading } from './metric-heading.tsx'
import { Card } from './ui/card.tsx'
import { DataTable } from './ui/data-table.tsx'

interface Row {
  modality: string
  figures: Record<string, Figure>
}

function FigureCell({ figure }: { figure: Figure | undefined }) {
  const { code } = useI18n()
  const basis = useBasis()
  if (!figure) return null
  const title = [figure.reason && code('reason', figure.reason), ...basis(figure.metric, figure)]
    .filter(Boolean)
    .join(' · ')
  return (
    <span title={title || undefined}>
      <Value metric={figure.metric} value={figure.value} />{' '}
      <span className="text-xs">{<Change figure={figure} short />}</span>
    </span>
  )
}

/** Headline figures, one row for each modality: they are never pooled. */
export function ModalityTable({ rows, metrics }: { rows: Row[]; metrics: string[] }) {
  const { t } = useI18n()
  const { pathname } = useLocation()
  const [search] = useSearchParams()
  return (
    <Card panel="modality" title={t('modality.title')} note={t('modality.note')}>
      <DataTable
        caption={t('modality.title')}
        rows={rows}
        rowKey={(row) => row.modality}
        empty={t('table.empty')}
        columns={[
          {
            key: 'modality',
            label: t('filter.modality'),
            cell: (row) => (
              <Link
                to={filterLink(pathname, search, { modality: row.modality })}
                className="link font-medium"
                data-modality={row.modality}
              >
                {row.modality}
              </Link>
            ),
          },
          ...metrics.map((id) => ({
            key: id,
            numeric: true,
            label: <MetricHeading id={id} />,
            cell: (row: Row) => <FigureCell figure={row.figures[id]} />,
          })),
        ]}
      />
    </Card>
  )
}
