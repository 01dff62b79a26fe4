import type {
  CompliancePage,
  DeviationRow,
  DoseRow,
  DriftRow,
  ProtocolRow,
} from '#queries/compliance/compliance-types.ts'
import { Link, useRouteLoaderData } from '@remix-run/react'
import { maySeePersons } from '../access.ts'
import { SHELL_ROUTE, type ShellState } from '../shell/shell-data.ts'
import { useFilterLink } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import type { Folded } from '../served/fold.ts'
import type { CoverageRow } from './compliance-model.ts'
import { CenterLink } from '../components/center-link.tsx'
import { useLookBack } from '../components/look-back.ts'
import { Rate, Value } from '../components/figures.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable } from '../components/ui/data-table.tsx'
import { Tag } from '../components/ui/tag.tsx'

export function SeverityTag({ severity }: { severity: string | null }) {
  const { code } = useI18n()
  if (severity === null) return null
  return (
    <Tag tone={severity === 'critical' ? 'bad' : severity === 'major' ? 'warn' : 'plain'}>
      {code('severity', severity)}
    </Tag>
  )
}

/** What deviates, by step and parameter; each row narrows the list of exams, for whoever has that list. */
export function DeviationTable({ rows, center }: { rows: DeviationRow[]; center?: string }) {
  const { t, format, code } = useI18n()
  const link = useFilterLink()
  const shell = useRouteLoaderData<ShellState>(SHELL_ROUTE)
  const listed = shell !== undefined && maySeePersons(shell.user)
  const narrow = (row: DeviationRow) => ({
    step: row.step,
    parameter: row.parameter,
    kind: row.kind,
    ...(center ? { center } : {}),
  })
  return (
    <Card panel="deviations" title={t('deviation.title')} note={t('deviation.note')}>
      <DataTable
        caption={t('deviation.title')}
        rows={rows}
        rowKey={(row) => `${row.step} ${row.parameter} ${row.kind} ${row.severity}`}
        empty={t('table.empty')}
        maxHeight={480}
        columns={[
          {
            key: 'what',
            label: t('deviation.what'),
            cell: (row) => {
              const what = [row.step, row.parameter].filter(Boolean).join(' · ') || code('deviation', row.kind)
              return listed ? (
                <Link to={`${link('/compliance', narrow(row))}#exams`} className="link">
                  {what}
                </Link>
              ) : (
                what
              )
            },
          },
          { key: 'kind', label: t('deviation.kind'), cell: (row) => code('deviation', row.kind) },
          { key: 'severity', label: t('deviation.severity'), cell: (row) => <SeverityTag severity={row.severity} /> },
          {
            key: 'deviations',
            numeric: true,
            label: t('deviation.count'),
            cell: (row) => format.count(row.deviations),
          },
          { key: 'exams', numeric: true, label: t('table.exams'), cell: (row) => format.count(row.exams) },
          { key: 'centers', numeric: true, label: t('table.centers'), cell: (row) => format.count(row.centers) },
          { key: 'share', numeric: true, label: t('deviation.share'), cell: (row) => format.rate(row.share) },
          {
            key: 'values',
            label: '',
            cell: ({ step, parameter, kind }) =>
              (kind === 'out_of_tolerance' || kind === 'missing_parameter') && (
                <Link
                  to={link('/compliance/parameters', { step, parameter, ...(center ? { center } : {}) })}
                  className="link"
                >
                  {t('deviation.values')}
                </Link>
              ),
          },
        ]}
      />
    </Card>
  )
}

export function DriftTable({ rows, periods }: { rows: Folded<DriftRow>; periods: CompliancePage['drift_periods'] }) {
  const { t, format, code } = useI18n()
  const lookBack = useLookBack()
  return (
    <Card panel="drift" title={t('drift.title')} note={`${t('drift.note')} ${lookBack(periods)}`}>
      <DataTable
        caption={t('drift.title')}
        rows={rows}
        rowKey={(row) => `${row.center_code} ${row.protocol_code} ${row.step} ${row.parameter} ${row.kind}`}
        empty={t('drift.none')}
        maxHeight={400}
        csv="drift"
        columns={[
          { key: 'center', label: t('filter.center'), cell: (row) => <CenterLink center={row} /> },
          { key: 'protocol', label: t('table.protocol'), cell: (row) => row.protocol_code },
          {
            key: 'what',
            label: t('deviation.what'),
            cell: (row) => [row.step, row.parameter].filter(Boolean).join(' · '),
          },
          { key: 'kind', label: t('deviation.kind'), cell: (row) => code('deviation', row.kind) },
          {
            key: 'before',
            numeric: true,
            label: t('drift.before'),
            cell: (row) => `${format.rate(row.previous_rate)} (n ${format.count(row.previous_n)})`,
          },
          {
            key: 'now',
            numeric: true,
            label: t('drift.now'),
            cell: (row) => `${format.rate(row.rate)} (n ${format.count(row.n)})`,
          },
          {
            key: 'difference',
            numeric: true,
            label: t('drift.difference'),
            cell: (row) => (
              <span className={row.difference > 0 ? 'text-bad' : 'text-good'}>
                {row.difference > 0 ? '↑' : '↓'}{' '}
                {t('figure.points', { points: format.signedDecimal(row.difference * 100) })}{' '}
                <span className="text-muted">
                  ({format.signedDecimal(row.low * 100)} … {format.signedDecimal(row.high * 100)})
                </span>
              </span>
            ),
          },
        ]}
      />
    </Card>
  )
}

export function ProtocolTable({ rows }: { rows: ProtocolRow[] }) {
  const { t, format, name } = useI18n()
  const link = useFilterLink()
  const count = (
    key:
      'exams' | 'assessable' | 'missing_steps' | 'deviating_parameters' | 'missing_parameters' | 'critical_deviations',
    label: string,
  ) => ({
    key,
    numeric: true,
    label,
    cell: (row: ProtocolRow) => format.count(row[key]),
  })
  const { metric } = useI18n()
  return (
    <Card panel="protocols" title={t('protocol.title')}>
      <DataTable
        caption={t('protocol.title')}
        rows={rows}
        rowKey={(row) => row.protocol_code}
        empty={t('table.empty')}
        maxHeight={480}
        columns={[
          {
            key: 'protocol',
            label: t('table.protocol'),
            cell: (row) => (
              <Link
                to={link(`/protocols/${encodeURIComponent(row.protocol_code)}`)}
                title={row.protocol_code}
                className="link"
              >
                {name(row)}
              </Link>
            ),
          },
          { key: 'modality', label: t('filter.modality'), cell: (row) => row.modality ?? '–' },
          count('exams', t('table.exams')),
          count('assessable', metric('assessable').label),
          {
            key: 'rate',
            numeric: true,
            label: metric('compliance_rate').label,
            cell: (row) => <Rate metric="compliance_rate" estimate={row.compliance_rate} />,
          },
          count('missing_steps', t('deviation.missing_step')),
          count('deviating_parameters', t('deviation.out_of_tolerance')),
          count('missing_parameters', t('deviation.missing_parameter')),
          count('critical_deviations', metric('critical_deviations').label),
        ]}
      />
    </Card>
  )
}

export function DoseTable({ rows }: { rows: DoseRow[] }) {
  const { t, format, name, metric } = useI18n()
  return (
    <Card panel="dose" title={metric('dose_over_reference_rate').label} note={metric('dose_over_reference_rate').short}>
      <DataTable
        caption={metric('dose_over_reference_rate').label}
        rows={rows}
        rowKey={(row) => `${row.protocol_code} ${row.protocol_version}`}
        empty={t('table.empty')}
        columns={[
          { key: 'protocol', label: t('table.protocol'), cell: (row) => name(row) },
          {
            key: 'version',
            numeric: true,
            label: t('table.version'),
            cell: (row) => row.protocol_version ?? '–',
          },
          {
            key: 'ctdi',
            numeric: true,
            label: t('dose.ctdi_reference'),
            cell: (row) => format.decimal(row.ctdi_vol_reference),
          },
          {
            key: 'dlp',
            numeric: true,
            label: t('dose.dlp_reference'),
            cell: (row) => format.decimal(row.dlp_reference),
          },
          { key: 'n', numeric: true, label: 'n', cell: (row) => format.count(row.dose_over_reference_rate.n) },
          {
            key: 'rate',
            numeric: true,
            label: t('table.rate'),
            cell: (row) => <Rate metric="dose_over_reference_rate" estimate={row.dose_over_reference_rate} />,
          },
        ]}
      />
    </Card>
  )
}

interface NotAssessableProps {
  rows: CompliancePage['not_assessable']
  /** The lowest first. */
  coverage: Folded<CoverageRow>
}

/** What could not be judged, beside every rate of what could. */
export function NotAssessable({ rows, coverage }: NotAssessableProps) {
  const { t, format, code, metric } = useI18n()
  return (
    <Card
      panel="not_assessable"
      title={metric('compliance_coverage_rate').label}
      note={metric('compliance_coverage_rate').short}
    >
      <ul className="mb-3 flex flex-wrap gap-x-6">
        {rows.map((row) => (
          <li key={row.reason}>
            {code('not_assessable', row.reason)}: <strong className="tabular-nums">{format.count(row.exams)}</strong>
          </li>
        ))}
      </ul>
      <DataTable
        caption={metric('compliance_coverage_rate').label}
        rows={coverage}
        rowKey={(row) => row.center_code}
        empty={t('table.empty')}
        maxHeight={320}
        csv="center_coverage"
        order={t('table.lowest_first')}
        columns={[
          {
            key: 'center',
            label: t('filter.center'),
            cell: (row) => <CenterLink center={row} />,
          },
          {
            key: 'performed',
            numeric: true,
            label: metric('exams_performed').label,
            cell: (row) => format.count(row.performed),
          },
          {
            key: 'assessable',
            numeric: true,
            label: metric('assessable').label,
            cell: (row) => format.count(row.assessable),
          },
          {
            key: 'rate',
            numeric: true,
            label: metric('compliance_coverage_rate').label,
            cell: (row) => <Value metric="compliance_coverage_rate" value={row.coverage_rate} />,
          },
        ]}
      />
    </Card>
  )
}
