import type {
  CostedParetoRow,
  ParametersPage,
  ParetoRow,
  RuledParameter,
} from '#queries/compliance/parameters-types.ts'
import { Link } from '@remix-run/react'
import { Card } from '../components/ui/card.tsx'
import { DataTable } from '../components/ui/data-table.tsx'
import { useFilterLink } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { FoldedNote } from '../served/folded-note.tsx'
import { SeverityTag } from './compliance-tables.tsx'
import { useParameterLink } from './parameter-choice.tsx'
import type { ParametersModel } from './parameters-model.ts'

const isRuled = (row: ParetoRow): row is CostedParetoRow & RuledParameter =>
  row.step !== null && row.parameter !== null && (row.kind === 'out_of_tolerance' || row.kind === 'missing_parameter')

/** What breaks compliance, the greatest first; a value leads to its strips, the others to their exams. */
export function ParetoTable({ rows, rank }: { rows: CostedParetoRow[]; rank: ParametersPage['pareto_rank'] }) {
  const { t, format, code } = useI18n()
  const link = useFilterLink()
  const parameterLink = useParameterLink()
  const exams = ({ protocol_code, step, parameter, kind }: ParetoRow) =>
    `${link('/compliance', { protocol: protocol_code, step, parameter, kind })}#exams`
  const others = (['exams', 'severity', 'cost'] as const).filter((one) => one !== rank)
  const isPriced = rows.some(({ cny }) => cny !== null)
  return (
    <Card
      panel="pareto"
      title={t('pareto.title')}
      note={
        <>
          {t(`pareto_by.${rank}`)}{' '}
          {others.map((other) => (
            <Link
              key={other}
              to={`${link('/compliance/parameters', { rank: other })}#pareto`}
              className="link mr-2 whitespace-nowrap"
            >
              {t(`pareto_rank.${other}`)}
            </Link>
          ))}
        </>
      }
    >
      <DataTable
        caption={t('pareto.title')}
        rows={rows}
        rowKey={(row) => `${row.protocol_code} ${row.step} ${row.parameter} ${row.kind}`}
        empty={t('table.empty')}
        maxHeight={480}
        columns={[
          { key: 'protocol', label: t('table.protocol'), cell: (row) => row.protocol_code },
          {
            key: 'what',
            label: t('deviation.what'),
            cell: (row) => (
              <Link to={isRuled(row) ? parameterLink(row) : exams(row)} className="link">
                {[row.step, row.parameter].filter(Boolean).join(' · ')}
              </Link>
            ),
          },
          { key: 'kind', label: t('deviation.kind'), cell: (row) => code('deviation', row.kind) },
          { key: 'severity', label: t('deviation.severity'), cell: (row) => <SeverityTag severity={row.severity} /> },
          {
            key: 'exams',
            numeric: true,
            label: t('table.exams'),
            cell: (row) => (
              <Link to={exams(row)} className="link">
                {format.count(row.exams)}
              </Link>
            ),
          },
          { key: 'centers', numeric: true, label: t('table.centers'), cell: (row) => format.count(row.centers) },
          {
            key: 'minutes',
            numeric: true,
            label: t('pareto.minutes'),
            cell: (row) => (row.minutes === null ? '–' : format.signedMinutes(row.minutes)),
          },
          ...(isPriced
            ? [
                {
                  key: 'cny',
                  numeric: true,
                  label: t('pareto.cny'),
                  cell: (row: CostedParetoRow) => (row.cny === null ? '–' : format.signedMoney(row.cny)),
                },
              ]
            : []),
          // By cost the share of exams rises and falls.
          ...(rank === 'cost'
            ? []
            : [
                {
                  key: 'share',
                  numeric: true,
                  label: t('pareto.cumulative'),
                  cell: (row: CostedParetoRow) => format.rate(row.cumulative_share),
                },
              ]),
        ]}
      />
    </Card>
  )
}

type Matrix = Exclude<ParametersModel, { snapshot_id: null }>['missing_tags']

/** Scanner × tag: exams whose header lacked it. */
export function MissingTagMatrix({ matrix }: { matrix: Matrix }) {
  const { t, format } = useI18n()
  const link = useFilterLink()
  const exams = (scanner: string, tag: string) =>
    `${link('/compliance', { scanner, parameter: tag, kind: 'missing_tag' })}#exams`
  return (
    <Card panel="missing_tags" title={t('missing_tags.title')} note={t('missing_tags.note')}>
      <DataTable
        caption={t('missing_tags.title')}
        rows={matrix.rows}
        rowKey={(row) => row.scanner_id}
        empty={t('missing_tags.none')}
        maxHeight={480}
        columns={[
          { key: 'scanner', label: t('filter.scanner'), cell: (row) => row.scanner_id },
          { key: 'n', numeric: true, label: t('what_if.assessable'), cell: (row) => format.count(row.n) },
          ...matrix.tags.map((tag, place) => ({
            key: tag,
            numeric: true,
            label: tag,
            cell: (row: Matrix['rows'][number]) => {
              const count = row.exams[place] ?? null
              if (count === null) return '·'
              return (
                <Link to={exams(row.scanner_id, tag)} className="link" title={format.rate(count / row.n)}>
                  {format.count(count)}
                </Link>
              )
            },
          })),
        ]}
      />
      <FoldedNote shown={matrix.rows.length} total={matrix.total} />
    </Card>
  )
}
