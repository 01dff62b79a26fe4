import type { PlanPage } from '#queries/plan/plan-types.ts'
import { CenterLink } from '../components/center-link.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable, type Column } from '../components/ui/data-table.tsx'
import { Tag } from '../components/ui/tag.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import type { Folded } from '../served/fold.ts'
import type { PlannedRow } from './plan-model.ts'

const numeric = true

/** Whether the scanners have the minutes, and which have not. */
function Fits({ row }: { row: PlannedRow }) {
  const { t } = useI18n()
  if (row.minutes_needed === null) return <span className="text-muted">{t('plan.hours_unknown')}</span>
  if (row.short_of.length === 0) return t('plan.fits')
  return <Tag tone="bad">{t('plan.short_of', { modalities: row.short_of.join(t('list.separator')) })}</Tag>
}

function Needed({ row }: { row: PlannedRow }) {
  const { t, format } = useI18n()
  if (row.exams_needed === null) return <span className="text-muted">{t('plan.no_contribution')}</span>
  return row.exams_needed === 0 ? '–' : format.count(row.exams_needed)
}

function useColumns(hasBeside: boolean): Column<PlannedRow>[] {
  const { t, format } = useI18n()
  const money = (key: 'operating_profit' | 'operating_profit_after' | 'beside_after', label: string) => ({
    ...{ key, numeric, label },
    cell: (row: PlannedRow) => format.money(row[key]),
  })
  return [
    { key: 'center', label: t('filter.center'), cell: (row) => <CenterLink center={row} /> },
    money('operating_profit', t('plan.before')),
    money('operating_profit_after', t('plan.after')),
    { key: 'change', numeric, label: t('change.change'), cell: (row) => format.signedMoney(row.change) },
    ...(hasBeside ? [money('beside_after', t('plan.beside'))] : []),
    { key: 'exams_after', numeric, label: t('plan.exams_after'), cell: (row) => format.count(row.exams_after) },
    { key: 'exams_needed', numeric, label: t('plan.exams_needed'), cell: (row) => <Needed row={row} /> },
    {
      ...{ key: 'minutes_needed', numeric, label: t('plan.minutes') },
      cell: (row) => `${format.count(row.minutes_needed)} / ${format.count(row.minutes_available)}`,
    },
    { key: 'fits', label: t('plan.fit'), cell: (row) => <Fits row={row} /> },
  ]
}

/** Each center before and after. */
export function PlannedCenters({ rows, hasBeside }: { rows: Folded<PlannedRow>; hasBeside: boolean }) {
  const { t } = useI18n()
  return (
    <Card panel="centers" title={t('plan.centers')} note={t('plan.centers_note')}>
      <DataTable
        caption={t('plan.centers')}
        rows={rows}
        rowKey={(row) => row.center_code}
        empty={t('table.empty')}
        maxHeight={560}
        csv="centers"
        order={t('plan.lose_most')}
        columns={useColumns(hasBeside)}
      />
    </Card>
  )
}

export function BaseModalities({ rows }: { rows: PlanPage['modalities'] }) {
  const { t, format, metric } = useI18n()
  return (
    <Card panel="modalities" title={t('plan.modalities')} note={t('plan.base_note')}>
      <DataTable
        caption={t('plan.modalities')}
        rows={rows}
        rowKey={(row) => row.modality}
        empty={t('table.empty')}
        columns={[
          {
            key: 'modality',
            label: t('filter.modality'),
            cell: (row) => (row.modality === 'none' ? t('change.no_modality') : row.modality),
          },
          {
            key: 'exams',
            numeric,
            label: metric('exams_performed').label,
            cell: (row) => (row.modality === 'none' ? '–' : format.count(row.exams)),
          },
          { key: 'paid', numeric, label: t('change.paid'), cell: (row) => format.money(row.paid) },
        ]}
      />
    </Card>
  )
}

export function BasePayers({ rows }: { rows: PlanPage['payers'] }) {
  const { t, format, code } = useI18n()
  return (
    <Card panel="payers" title={t('plan.payers')} note={t('plan.base_note')}>
      <DataTable
        caption={t('plan.payers')}
        rows={rows}
        rowKey={(row) => row.payer_class}
        empty={t('table.empty')}
        columns={[
          { key: 'payer_class', label: t('payer.payer'), cell: (row) => code('payer', row.payer_class) },
          { key: 'lines', numeric, label: t('payer.lines'), cell: (row) => format.count(row.lines) },
          { key: 'paid', numeric, label: t('change.paid'), cell: (row) => format.money(row.paid) },
        ]}
      />
    </Card>
  )
}
