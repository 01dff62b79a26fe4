import type { CenterPoint, DataState, OverviewMoney } from '#queries/overview/overview-types.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import type { Folded } from '../served/fold.ts'
import { CenterLink } from '../components/center-link.tsx'
import { Value } from '../components/figures.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable, type Column } from '../components/ui/data-table.tsx'

/** Centers in order of their code: no league table. Money columns only for those who may see money. */
export function CenterTable({
  centers,
  money,
}: {
  centers: Folded<CenterPoint>
  money: OverviewMoney['centers'] | null
}) {
  const { t, format, metric, code, place } = useI18n()
  const amounts = new Map(money?.map((row) => [row.center_code, row]))
  const moneyColumns: Column<CenterPoint>[] = (
    ['net_revenue', 'operating_profit', 'operating_margin_rate'] as const
  ).map((id) => ({
    key: id,
    numeric: true,
    label: metric(id).label,
    cell: (row) => {
      const value = amounts.get(row.center_code)?.[id] ?? null
      return <Value metric={id} value={value} />
    },
  }))
  return (
    <Card panel="centers" title={t('centers.title')} note={t('centers.note')}>
      <DataTable
        caption={t('centers.title')}
        rows={centers}
        rowKey={(row) => row.center_code}
        empty={t('table.empty')}
        maxHeight={560}
        csv="centers"
        order={t('table.signals_first')}
        columns={[
          { key: 'center', label: t('filter.center'), cell: (row) => <CenterLink center={row} /> },
          {
            key: 'place',
            label: t('center.place'),
            cell: (row) => [row.province, row.city].flatMap((name) => (name ? [place(name)] : [])).join(' ') || '–',
          },
          { key: 'ownership', label: t('center.ownership'), cell: (row) => code('ownership', row.ownership) },
          {
            key: 'exams_performed',
            numeric: true,
            label: metric('exams_performed').label,
            cell: (row) => <Value metric="exams_performed" value={row.exams_performed} />,
          },
          {
            key: 'compliance_rate',
            numeric: true,
            label: metric('compliance_rate').label,
            cell: (row) => <Value metric="compliance_rate" value={row.compliance_rate} />,
          },
          {
            key: 'assessable',
            numeric: true,
            label: metric('assessable').label,
            cell: (row) => format.count(row.assessable),
          },
          {
            key: 'signals',
            numeric: true,
            label: t('map.signals'),
            cell: (row) => (row.signals > 0 ? row.signals : '–'),
          },
          ...(money ? moneyColumns : []),
        ]}
      />
    </Card>
  )
}

export function FreshnessTable({ data }: { data: DataState }) {
  const { t, format, code } = useI18n()
  return (
    <Card
      panel="freshness"
      title={t('freshness.title')}
      note={t('freshness.note', { published: format.instant(data.published_at) })}
    >
      <DataTable
        caption={t('freshness.title')}
        rows={data.feeds}
        rowKey={(row) => row.feed}
        empty={t('table.empty')}
        columns={[
          { key: 'feed', label: t('data.feed'), cell: (row) => code('feed', row.feed) },
          {
            key: 'newest',
            label: t('freshness.newest'),
            cell: (row) => (row.newest_at ? format.instant(row.newest_at) : t('freshness.never')),
          },
          { key: 'centers', numeric: true, label: t('table.centers'), cell: (row) => format.count(row.centers) },
          { key: 'stale', numeric: true, label: t('freshness.stale'), cell: (row) => format.count(row.stale_centers) },
        ]}
      />
    </Card>
  )
}
