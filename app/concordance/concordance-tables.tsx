import type { Contrast, ProductFinding, ProductRuns, TwoByTwo } from '#queries/concordance/concordance-types.ts'
import type { Estimate } from '#queries/page/page-types.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { Rate, Value } from '../components/figures.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable, type Column } from '../components/ui/data-table.tsx'
import { FEW_ROWS } from '../served/fold.ts'

/** A rate with its interval in small print beneath: there is no rate without it. */
export function WithInterval({ metric, estimate }: { metric: string; estimate: Estimate }) {
  const { format } = useI18n()
  return (
    <span className="with-interval">
      <Rate metric={metric} estimate={estimate} />
      {estimate.low !== null && estimate.high !== null && (
        <small>{`${format.rate(estimate.low)} … ${format.rate(estimate.high)}`}</small>
      )}
    </span>
  )
}

/** A coefficient, with its interval in small print where it has one, and why there is none for whoever points at it. */
function CoefficientCell({ metric, estimate }: { metric: string; estimate: Estimate }) {
  const { format, code } = useI18n()
  return (
    <span className="with-interval" title={estimate.reason ? code('reason', estimate.reason) : undefined}>
      <Value metric={metric} value={estimate.value} text={format.coefficient(estimate.value)} />
      {estimate.low !== null && (
        <small>{`${format.coefficient(estimate.low)} … ${format.coefficient(estimate.high)}`}</small>
      )}
    </span>
  )
}

const COEFFICIENTS = ['kappa', 'gwet_ac1', 'mcc', 'f1'] as const
const RATES = ['agreement', 'sensitivity', 'specificity', 'ppv', 'npv'] as const
const COUNTS = ['tp', 'fp', 'fn', 'tn'] as const

/** Columns of a 2×2 and of what follows from it. */
export function useTwoByTwoColumns<Row extends TwoByTwo>(): Column<Row>[] {
  const { format, metric } = useI18n()
  const heading = (id: string) => <span title={metric(id).short}>{metric(id).label}</span>
  return [
    {
      key: 'n',
      numeric: true,
      label: 'n',
      cell: (row) => <Value metric="readings" value={row.n} text={format.count(row.n)} />,
    },
    ...COUNTS.map((key) => ({
      key,
      numeric: true,
      label: key.toUpperCase(),
      cell: (row: Row) => format.count(row[key]),
    })),
    ...RATES.map((id) => ({
      key: id,
      numeric: true,
      label: heading(id),
      cell: (row: Row) => <WithInterval metric={id} estimate={row[id]} />,
    })),
    ...COEFFICIENTS.map((id) => ({
      key: id,
      numeric: true,
      label: heading(id),
      cell: (row: Row) => <CoefficientCell metric={id} estimate={row[id]} />,
    })),
  ]
}

/** The 2×2 of each product and finding, and what follows from it. */
export function ProductTable({ rows }: { rows: ProductFinding[] }) {
  const { t, name } = useI18n()
  const columns = useTwoByTwoColumns<ProductFinding>()
  return (
    <Card panel="products" title={t('product.title')} note={t('product.note')}>
      <DataTable
        caption={t('product.title')}
        rows={rows}
        rowKey={(row) => `${row.product_code} ${row.finding_code}`}
        empty={t('table.empty')}
        maxHeight={640}
        most={FEW_ROWS.wide}
        columns={[
          {
            key: 'product',
            label: t('table.product'),
            cell: (row) => (
              <span title={[row.product_code, row.vendor].filter(Boolean).join(' · ')}>{name(row.product)}</span>
            ),
          },
          {
            key: 'finding',
            label: t('table.finding'),
            cell: (row) => <span data-finding={row.finding_code}>{name(row.finding)}</span>,
          },
          ...columns,
        ]}
      />
    </Card>
  )
}

interface ContrastProps {
  panel: string
  title: string
  note?: string
  groups: [string, string]
  rows: Contrast[]
}

export function ContrastTable({ panel, title, note, groups, rows }: ContrastProps) {
  const { t, format, name, metric } = useI18n()
  const group = (key: 'first' | 'second', label: string) => [
    {
      key: `${key}_n`,
      numeric: true,
      label: t('contrast.n', { group: label }),
      cell: (row: Contrast) => format.count(row[key].n),
    },
    {
      key,
      numeric: true,
      label: `${metric('agreement').label} · ${label}`,
      cell: (row: Contrast) => <WithInterval metric="agreement" estimate={row[key].agreement} />,
    },
  ]
  const points = (value: number | null) => format.signedDecimal(value === null ? null : value * 100)
  return (
    <Card panel={panel} title={title} note={note}>
      <DataTable
        caption={title}
        rows={rows}
        rowKey={(row) => `${row.product_code} ${row.finding_code}`}
        empty={t('table.empty')}
        maxHeight={420}
        columns={[
          { key: 'product', label: t('table.product'), cell: (row) => name(row.product) },
          { key: 'finding', label: t('table.finding'), cell: (row) => (row.finding ? name(row.finding) : '–') },
          ...group('first', groups[0]),
          ...group('second', groups[1]),
          { key: 'unknown', numeric: true, label: t('contrast.unknown'), cell: (row) => format.count(row.unknown.n) },
          {
            key: 'difference',
            numeric: true,
            label: t('contrast.difference'),
            cell: (row) =>
              row.difference === null ? '–' : `${points(row.difference)} (${points(row.low)} … ${points(row.high)})`,
          },
        ]}
      />
    </Card>
  )
}

export function RunsTable({ rows }: { rows: ProductRuns[] }) {
  const { t, format, name, metric } = useI18n()
  const count = (key: 'runs' | 'failed' | 'timeout' | 'rejected_input' | 'opened', label: string) => ({
    key,
    numeric: true,
    label,
    cell: (row: ProductRuns) => format.count(row[key]),
  })
  return (
    <Card panel="runs" title={t('runs.title')}>
      <DataTable
        most={FEW_ROWS.wide}
        caption={t('runs.title')}
        rows={rows}
        rowKey={(row) => row.product_code}
        empty={t('table.empty')}
        maxHeight={420}
        columns={[
          { key: 'product', label: t('table.product'), cell: (row) => name(row.product) },
          count('runs', t('runs.runs')),
          count('failed', t('runs.failed')),
          count('timeout', t('runs.timeout')),
          count('rejected_input', t('runs.rejected_input')),
          {
            key: 'failure_rate',
            numeric: true,
            label: metric('ai_failure_rate').label,
            cell: (row) => <WithInterval metric="ai_failure_rate" estimate={row.failure_rate} />,
          },
          count('opened', t('runs.opened')),
          {
            key: 'open_rate',
            numeric: true,
            label: metric('ai_open_rate').label,
            cell: (row) => <WithInterval metric="ai_open_rate" estimate={row.open_rate} />,
          },
        ]}
      />
    </Card>
  )
}
