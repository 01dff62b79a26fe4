import type { ProductFinding } from '#queries/concordance/concordance-types.ts'
import type { VersionFinding } from '#queries/product/product-types.ts'
import { Card } from '../components/ui/card.tsx'
import { DataTable } from '../components/ui/data-table.tsx'
import { useTwoByTwoColumns, WithInterval } from '../concordance/concordance-tables.tsx'
import { useI18n } from '../i18n/use-i18n.ts'

/** The 2×2 of each finding, and what follows from it. */
export function FindingTable({ rows }: { rows: ProductFinding[] }) {
  const { t, name, metric } = useI18n()
  const columns = useTwoByTwoColumns<ProductFinding>()
  return (
    <Card panel="findings" title={t('ai_product.findings')} note={t('product.note')}>
      <DataTable
        caption={t('ai_product.findings')}
        rows={rows}
        rowKey={(row) => row.finding_code}
        empty={t('table.empty')}
        maxHeight={480}
        columns={[
          {
            key: 'finding',
            label: t('table.finding'),
            cell: (row) => name(row.finding),
          },
          ...columns,
          {
            key: 'prevalence',
            numeric: true,
            label: metric('prevalence').label,
            cell: (row) => <WithInterval metric="prevalence" estimate={row.prevalence} />,
          },
        ]}
      />
    </Card>
  )
}

/** The same of each version. */
export function VersionTable({ rows }: { rows: VersionFinding[] }) {
  const { t, name } = useI18n()
  const columns = useTwoByTwoColumns<VersionFinding>()
  return (
    <Card panel="versions" title={t('ai_product.by_version')} note={t('product.note')}>
      <DataTable
        caption={t('ai_product.by_version')}
        rows={rows}
        rowKey={(row) => `${row.finding_code} ${row.product_version}`}
        empty={t('table.empty')}
        maxHeight={480}
        columns={[
          { key: 'product_version', label: t('table.version'), cell: (row) => row.product_version },
          { key: 'finding', label: t('table.finding'), cell: (row) => name(row.finding) },
          ...columns,
        ]}
      />
    </Card>
  )
}
