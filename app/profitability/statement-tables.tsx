import { Link } from '@remix-run/react'
import {
  SPANS,
  type GroupRow,
  type Span,
  type Statement,
  type StatementRow,
} from '#queries/profitability/books-types.ts'
import { Value } from '../components/figures.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable, type Column } from '../components/ui/data-table.tsx'
import { useFilterLink } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { useMoneyColumn } from './money-column.tsx'
import { useStepLabel } from './step-label.ts'

/** The profit and loss of the last closed month, of its quarter and of its year so far. */
export function StatementTable({ statement }: { statement: Statement }) {
  const { t, format } = useI18n()
  const label = useStepLabel()
  const { month, quarter_from, year_from, rows } = statement
  if (month === null) return null
  const from: Record<Span, string | null> = { month, quarter: quarter_from, year: year_from }
  const heading = (span: Span) =>
    from[span] === month ? format.month(month) : `${format.month(from[span])} – ${format.month(month)}`
  const column = (span: Span): Column<StatementRow> => ({
    key: span,
    numeric: true,
    label: (
      <>
        {t(`statement.${span}`)}
        <br />
        <span className="font-normal">{heading(span)}</span>
      </>
    ),
    cell: (row) => <Value metric={row.line} value={row[span]} text={format.money(row[span])} />,
  })
  return (
    <Card panel="statement" title={t('statement.title')} note={t('statement.note')}>
      <DataTable
        caption={t('statement.title')}
        rows={rows}
        rowKey={(row) => row.line}
        empty={t('table.empty')}
        columns={[{ key: 'line', label: t('waterfall.step'), cell: (row) => label(row.line) }, ...SPANS.map(column)]}
      />
    </Card>
  )
}

/** The books of the network, of each kind of ownership and of each province; each leads to its own. */
export function GroupTable({ rows }: { rows: GroupRow[] }) {
  const { t, format, metric, code, place } = useI18n()
  const money = useMoneyColumn<GroupRow>()
  const link = useFilterLink()
  const name = ({ kind, group }: GroupRow) => {
    if (kind === 'network') return t('groups.network')
    if (group === null) return t('groups.unknown')
    const text = kind === 'ownership' ? code('ownership', group) : place(group)
    return (
      <Link
        to={link('/profitability', { center: null, province: null, ownership: null, [kind]: group })}
        className="link"
      >
        {text}
      </Link>
    )
  }
  return (
    <Card panel="groups" title={t('groups.title')}>
      <DataTable
        caption={t('groups.title')}
        rows={rows}
        rowKey={(row) => `${row.kind} ${row.group ?? ''}`}
        empty={t('table.empty')}
        maxHeight={420}
        columns={[
          { key: 'kind', label: t('groups.kind'), cell: (row) => code('group_kind', row.kind) },
          { key: 'group', label: t('groups.group'), cell: name },
          { key: 'centers', numeric: true, label: t('money.centers'), cell: (row) => format.count(row.centers) },
          {
            key: 'exams_performed',
            numeric: true,
            label: metric('exams_performed').label,
            cell: (row) => format.count(row.exams_performed),
          },
          money('net_revenue'),
          money('variable_cost'),
          money('fixed_cost'),
          money('contribution'),
          money('operating_profit'),
          {
            key: 'operating_margin_rate',
            numeric: true,
            label: metric('operating_margin_rate').label,
            cell: (row) => <Value metric="operating_margin_rate" value={row.operating_margin_rate} />,
          },
        ]}
      />
    </Card>
  )
}
