import type { DomainRow, LateRow, LossRow, PairRow, ProductState } from '#queries/concordance/use-types.ts'
import { Card } from '../components/ui/card.tsx'
import { DataTable, type Column } from '../components/ui/data-table.tsx'
import { CenterLink } from '../components/center-link.tsx'
import { useI18n } from '../i18n/use-i18n.ts'

export function LateCard({ rows }: { rows: LateRow[] }) {
  const { t, format, name } = useI18n()
  return (
    <Card panel="late" title={t('use.late')} note={t('use.late_note')}>
      <DataTable
        caption={t('use.late')}
        rows={rows}
        rowKey={(row) => `${row.product_code} ${row.center_code}`}
        empty={t('table.empty')}
        maxHeight={420}
        columns={[
          { key: 'product_code', label: t('table.product'), cell: (row) => name(row.product) },
          {
            key: 'center_code',
            label: t('filter.center'),
            cell: (row) => <CenterLink center={{ center_code: row.center_code, ...row.center }} />,
          },
          {
            key: 'share',
            numeric: true,
            label: t('use.late_share'),
            cell: (row) => (
              <span title={`${format.rate(row.low)} … ${format.rate(row.high)}`}>{format.rate(row.share)}</span>
            ),
          },
          { key: 'elsewhere', numeric: true, label: t('use.elsewhere'), cell: (row) => format.rate(row.elsewhere) },
          { key: 'ok', numeric: true, label: t('use.results'), cell: (row) => format.count(row.ok) },
        ]}
      />
    </Card>
  )
}

export function LossesCard({ rows }: { rows: LossRow[] }) {
  const { t, format, name, code } = useI18n()
  return (
    <Card panel="losses" title={t('use.losses')} note={t('use.losses_note')}>
      <DataTable
        caption={t('use.losses')}
        rows={rows}
        rowKey={(row) => `${row.product_code} ${row.loss}`}
        empty={t('table.empty')}
        maxHeight={420}
        columns={[
          { key: 'product_code', label: t('table.product'), cell: (row) => name(row.product) },
          { key: 'loss', label: t('use.lost_by'), cell: (row) => code('use_loss', row.loss) },
          { key: 'exams', numeric: true, label: t('table.exams'), cell: (row) => format.count(row.exams) },
          { key: 'share', numeric: true, label: t('use.share'), cell: (row) => format.rate(row.share) },
          {
            key: 'centers',
            label: t('use.most_at'),
            cell: (row) => row.centers.map((one) => `${one.center_code} ${format.count(one.exams)}`).join(', '),
          },
        ]}
      />
    </Card>
  )
}

export function PairsCard({ rows }: { rows: PairRow[] }) {
  const { t, format, name } = useI18n()
  const count = (
    key:
      | 'found_both'
      | 'found_first_only'
      | 'found_second_only'
      | 'found_neither'
      | 'false_first_only'
      | 'false_second_only',
  ): Column<PairRow> => ({ key, numeric: true, label: t(`pair.${key}`), cell: (row) => format.count(row[key]) })
  return (
    <Card panel="pairs" title={t('use.pairs')} note={t('use.pairs_note')}>
      <DataTable
        caption={t('use.pairs')}
        rows={rows}
        rowKey={(row) => `${row.first_code} ${row.second_code} ${row.finding_code}`}
        empty={t('use.no_pairs')}
        maxHeight={480}
        columns={[
          { key: 'first_code', label: t('pair.first'), cell: (row) => name(row.first) },
          { key: 'second_code', label: t('pair.second'), cell: (row) => name(row.second) },
          { key: 'finding_code', label: t('table.finding'), cell: (row) => name(row.finding) },
          { key: 'exams', numeric: true, label: t('table.exams'), cell: (row) => format.count(row.exams) },
          count('found_both'),
          count('found_first_only'),
          count('found_second_only'),
          count('found_neither'),
          count('false_first_only'),
          count('false_second_only'),
          { key: 'p', numeric: true, label: t('pair.p'), cell: (row) => format.decimal(row.p) },
        ]}
      />
    </Card>
  )
}

/** Products that ran and those that did not, by field of use. */
export function DomainsCard({ rows }: { rows: DomainRow[] }) {
  const { t, format, name } = useI18n()
  const list = (products: ProductState[], withRuns: boolean) => (
    <span className="block min-w-40 whitespace-normal">
      {products.map((row) => (withRuns ? `${name(row)} (${format.count(row.runs)})` : name(row))).join(', ') || '–'}
    </span>
  )
  return (
    <Card panel="domains" title={t('use.domains')} note={t('use.domains_note')}>
      <DataTable
        caption={t('use.domains')}
        rows={rows}
        rowKey={(row) => row.domain ?? ''}
        empty={t('table.empty')}
        columns={[
          { key: 'domain', label: t('use.domain'), cell: (row) => row.domain ?? t('use.no_domain') },
          { key: 'live', label: t('use.live'), cell: (row) => list(row.live, true) },
          { key: 'idle', label: t('use.idle'), cell: (row) => list(row.idle, false) },
          { key: 'to_come', label: t('use.to_come'), cell: (row) => list(row.to_come, false) },
        ]}
      />
    </Card>
  )
}
