import type { ProductSummary } from '#queries/product/summary-types.ts'
import { Link } from '@remix-run/react'
import { Value } from '../components/figures.tsx'
import { PartHeading } from '../components/panels/part-heading.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable, type Column } from '../components/ui/data-table.tsx'
import { WithInterval } from '../concordance/concordance-tables.tsx'
import { useFilterLink } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { ProposalTag, useRuleWords } from './proposal.tsx'

/** The address of a product's page. */
export const productPath = (product_code: string) => `/products/${encodeURIComponent(product_code)}`

interface Row extends ProductSummary {
  fee: number | null
  net: number | null
}

/** Money of each product; only where the page has it. */
function useMoneyColumns(rows: ProductSummary[]): Column<Row>[] {
  const { t, format } = useI18n()
  if (rows.every(({ money }) => money === null)) return []
  const column = (key: 'fee' | 'net', write: (value: number | null) => string) => ({
    key,
    numeric: true,
    label: t(`product_list.${key}`),
    cell: (row: Row) => write(row[key]),
  })
  return [column('fee', format.money), column('net', format.signedMoney)]
}

/** Every product of the catalogue with what is proposed; leads to its page. */
export function ProductList({ rows }: { rows: ProductSummary[] }) {
  const { t, format, name, metric } = useI18n()
  const link = useFilterLink()
  const money = useMoneyColumns(rows)
  const { rule } = useRuleWords()
  const why = ({ rules }: ProductSummary) => rules.filter(({ state }) => state === 'met').map(rule)
  const rate = (id: 'agreement' | 'sensitivity' | 'specificity') => ({
    key: id,
    numeric: true,
    label: metric(id).label,
    cell: (row: Row) => <WithInterval metric={id} estimate={row[id]} />,
  })
  return (
    <Card panel="summaries" title={t('product_list.title')} note={t('product_list.note')}>
      <DataTable<Row>
        caption={t('product_list.title')}
        rows={rows.map((row) => ({ ...row, fee: row.money?.fee ?? null, net: row.money?.net ?? null }))}
        rowKey={(row) => row.product_code}
        empty={t('table.empty')}
        maxHeight={640}
        columns={[
          {
            key: 'product',
            label: t('table.product'),
            cell: (row) => (
              <Link to={link(productPath(row.product_code))} className="link" title={row.vendor ?? undefined}>
                {name(row.product)}
              </Link>
            ),
          },
          { key: 'modality', label: t('filter.modality'), cell: (row) => row.modality ?? '–' },
          { key: 'domain', label: t('product_list.domain'), cell: (row) => row.domain ?? '–' },
          {
            key: 'proposal',
            label: t('verdict.title'),
            cell: (row) => (
              <span title={why(row).join(t('list.separator')) || undefined}>
                <ProposalTag proposal={row.proposal} />
              </span>
            ),
          },
          {
            key: 'exams_read',
            numeric: true,
            label: t('product_list.exams'),
            cell: (row) => format.count(row.exams_read),
          },
          {
            key: 'n',
            numeric: true,
            label: metric('readings').label,
            cell: (row) => <Value metric="readings" value={row.n} text={format.count(row.n)} />,
          },
          ...money,
          ...(['agreement', 'sensitivity', 'specificity'] as const).map(rate),
          { key: 'missed', numeric: true, label: t('product_list.missed'), cell: (row) => format.count(row.missed) },
          {
            key: 'only_flagged',
            numeric: true,
            label: t('product_list.only_flagged'),
            cell: (row) => format.count(row.only_flagged),
          },
          {
            key: 'seen_first',
            numeric: true,
            label: t('product_list.seen_first'),
            cell: (row) => <WithInterval metric="ai_open_rate" estimate={row.seen_first} />,
          },
        ]}
      />
      {money.length > 0 && <PartHeading title={t('product_list.money')} panel="fees" />}
    </Card>
  )
}
