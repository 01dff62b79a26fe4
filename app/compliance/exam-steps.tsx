import type { ComplianceExamPage, ExamParameter, ExamStep } from '#queries/compliance/compliance-types.ts'
import { parameterUnit } from '#queries/compliance/parameter-units.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { Card } from '../components/ui/card.tsx'
import { DataTable } from '../components/ui/data-table.tsx'
import { Tag } from '../components/ui/tag.tsx'
import { SeverityTag } from './compliance-tables.tsx'

const BAD = new Set(['out_of_tolerance', 'missing_parameter', 'missing_tag', 'missing'])

function StatusTag({ prefix, status }: { prefix: string; status: string }) {
  const { code } = useI18n()
  const tone = BAD.has(status) ? 'bad' : status === 'within' || status === 'performed' ? 'accent' : 'plain'
  return <Tag tone={tone}>{code(prefix, status)}</Tag>
}

function Parameters({ step, parameters }: { step: string; parameters: ExamParameter[] }) {
  const { t } = useI18n()
  return (
    <DataTable
      caption={t('exam.parameters', { step })}
      rows={parameters}
      rowKey={(row) => row.parameter}
      empty={t('exam.no_parameters')}
      columns={[
        { key: 'parameter', label: t('exam.parameter'), cell: (row) => row.parameter },
        { key: 'observed', label: t('exam.observed'), cell: (row) => row.observed ?? '–' },
        { key: 'expected', label: t('exam.expected'), cell: (row) => row.expected ?? '–' },
        { key: 'unit', label: t('export.unit'), cell: (row) => parameterUnit(row.parameter) ?? '' },
        {
          key: 'status',
          label: t('exam.status'),
          cell: (row) => <StatusTag prefix="parameter_status" status={row.status} />,
        },
        {
          key: 'severity',
          label: t('deviation.severity'),
          cell: (row) =>
            row.status === 'within' || row.status === 'not_ruled' ? null : <SeverityTag severity={row.severity} />,
        },
      ]}
    />
  )
}

function Step({ step, timeZone }: { step: ExamStep; timeZone: string }) {
  const { t, format } = useI18n()
  const notes = [
    step.step_order === null ? null : t('exam.step_order', { order: step.step_order }),
    t(step.required ? 'exam.required' : 'exam.optional'),
    step.logged_as ? t('exam.logged_as', { name: step.logged_as }) : null,
    step.series_no === null ? null : t('exam.series', { number: step.series_no }),
    step.started_at ? `${format.time(step.started_at, timeZone)} – ${format.time(step.ended_at, timeZone)}` : null,
    step.repeats > 0 ? t('exam.repeats', { n: step.repeats }) : null,
  ].filter(Boolean)
  return (
    <Card
      panel="steps"
      title={
        <span className="flex flex-wrap items-center gap-2">
          {step.step} <StatusTag prefix="step_status" status={step.status} />
          {step.status === 'missing' && <SeverityTag severity={step.severity} />}
        </span>
      }
      note={notes.join(' · ')}
    >
      {(step.parameters.length > 0 || step.status === 'performed') && (
        <Parameters step={step.step} parameters={step.parameters} />
      )}
    </Card>
  )
}

/** Every step of the protocol and of the log, in the protocol's order. */
export function ExamSteps({ exam }: { exam: ComplianceExamPage }) {
  const { t } = useI18n()
  if (exam.steps.length === 0) return <p className="text-muted">{t('exam.no_steps')}</p>
  return (
    <div className="grid gap-4 xl:grid-cols-2">
      {exam.steps.map((step, place) => (
        <Step key={`${step.step} ${place}`} step={step} timeZone={exam.time_zone} />
      ))}
    </div>
  )
}

export function ExamDeviations({ exam }: { exam: ComplianceExamPage }) {
  const { t, code } = useI18n()
  return (
    <Card panel="deviations" title={t('exam.deviations')}>
      <DataTable
        caption={t('exam.deviations')}
        rows={exam.deviations}
        rowKey={(row) => `${row.step} ${row.kind} ${row.parameter}`}
        empty={t('exam.no_deviations')}
        columns={[
          { key: 'kind', label: t('deviation.kind'), cell: (row) => code('deviation', row.kind) },
          { key: 'step', label: t('exam.step'), cell: (row) => row.step ?? '–' },
          { key: 'parameter', label: t('exam.parameter'), cell: (row) => row.parameter ?? '–' },
          { key: 'observed', label: t('exam.observed'), cell: (row) => row.observed ?? '–' },
          { key: 'expected', label: t('exam.expected'), cell: (row) => row.expected ?? '–' },
          { key: 'severity', label: t('deviation.severity'), cell: (row) => <SeverityTag severity={row.severity} /> },
        ]}
      />
    </Card>
  )
}
