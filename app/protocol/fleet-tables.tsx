import type { FleetRow, FleetVerdict, ProtocolPage } from '#queries/protocol/protocol-types.ts'
import { Link } from '@remix-run/react'
import { Card } from '../components/ui/card.tsx'
import { DataTable, type Column } from '../components/ui/data-table.tsx'
import { Tag } from '../components/ui/tag.tsx'
import { useFilterLink } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'

const TONES = { as_ruled: 'accent', agrees_otherwise: 'bad', scattered: 'warn', too_few: 'plain' } as const

function Verdict({ verdict }: { verdict: FleetVerdict }) {
  const { code } = useI18n()
  return <Tag tone={TONES[verdict]}>{code('fleet_verdict', verdict)}</Tag>
}

function useColumns(protocol: string): Column<FleetRow>[] {
  const { t, format } = useI18n()
  const link = useFilterLink()
  return [
    {
      key: 'what',
      label: t('deviation.what'),
      cell: ({ step, parameter }) => (
        <Link to={link('/compliance/parameters', { protocol, step, parameter })} className="link">
          {step} · {parameter}
        </Link>
      ),
    },
    { key: 'expected', label: t('exam.expected'), cell: (row) => row.expected },
    { key: 'exams', numeric: true, label: t('table.exams'), cell: (row) => format.count(row.exams) },
    {
      key: 'majority',
      label: t('parameters.majority'),
      cell: (row) => (row.majority === null ? '–' : `${row.majority} (${format.rate(row.majority_share)})`),
    },
    { key: 'median', numeric: true, label: t('parameters.median'), cell: (row) => format.decimal(row.median) },
    {
      key: 'spread',
      numeric: true,
      label: 'P10 … P90',
      cell: (row) => (row.p10 === null ? '–' : `${format.decimal(row.p10)} … ${format.decimal(row.p90)}`),
    },
    { key: 'near', numeric: true, label: t('fleet.near'), cell: (row) => format.rate(row.near_share) },
    {
      key: 'within',
      numeric: true,
      label: t('fleet.within'),
      cell: (row) => format.rate((row.exams - row.deviating) / row.exams),
    },
    { key: 'verdict', label: t('fleet.verdict'), cell: (row) => <Verdict verdict={row.verdict} /> },
  ]
}

/** Rule by rule, what all scanners do on which it holds; says it in words where they agree, and not with the book. */
export function FleetTable({ page }: { page: ProtocolPage }) {
  const { t, format } = useI18n()
  const columns = useColumns(page.protocol_code)
  const rows = page.fleet.filter(({ is_whole }) => is_whole)
  const otherwise = rows.filter(({ verdict }) => verdict === 'agrees_otherwise')
  return (
    <Card
      panel="fleet"
      title={t('fleet.title')}
      note={page.judged_version === null ? undefined : t('fleet.note', { version: page.judged_version })}
    >
      {otherwise.length > 0 && (
        <ul className="mb-2 space-y-1" data-story="fleet-drift">
          {otherwise.map((row) => (
            <li key={`${row.step} ${row.parameter} ${row.rule_order}`}>
              {t('fleet.otherwise', {
                step: row.step,
                parameter: row.parameter,
                value: format.decimal(row.median) === '–' ? (row.majority ?? '–') : format.decimal(row.median),
                expected: row.expected,
                n: format.count(row.exams),
              })}
            </li>
          ))}
        </ul>
      )}
      <DataTable
        caption={t('fleet.title')}
        rows={rows}
        rowKey={(row) => `${row.step} ${row.parameter} ${row.rule_order}`}
        empty={t('table.empty')}
        maxHeight={560}
        columns={columns}
      />
    </Card>
  )
}

/** The same by manufacturer and model. */
export function ModelTable({ page }: { page: ProtocolPage }) {
  const { t } = useI18n()
  const columns = useColumns(page.protocol_code)
  const model: Column<FleetRow> = {
    key: 'model',
    label: t('fleet.model'),
    cell: (row) => [row.manufacturer, row.model].filter(Boolean).join(' ') || '–',
  }
  return (
    <Card panel="models" title={t('fleet.by_model')}>
      <DataTable
        caption={t('fleet.by_model')}
        rows={page.fleet.filter(({ is_whole }) => !is_whole)}
        rowKey={(row) => `${row.step} ${row.parameter} ${row.rule_order} ${row.manufacturer} ${row.model}`}
        empty={t('table.empty')}
        maxHeight={480}
        columns={[columns[0]!, model, ...columns.slice(1)]}
      />
    </Card>
  )
}
