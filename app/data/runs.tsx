import { Link } from '@remix-run/react'
import type { CheckRow } from '#queries/data/data-types.ts'
import type { Operation, RunOutcome } from '../operation.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { PartHeading } from '../components/panels/part-heading.tsx'
import { Card } from '../components/ui/card.tsx'
import { DataTable } from '../components/ui/data-table.tsx'
import { Pager } from '../components/ui/pager.tsx'
import { Tag } from '../components/ui/tag.tsx'
import { CheckResults } from './checks.tsx'
import { useDuration } from './run-words.ts'

const TONE = { failed: 'bad', published: 'accent' } as const

export function RunStatus({ status }: { status: string }) {
  const { code } = useI18n()
  return <Tag tone={TONE[status as keyof typeof TONE] ?? 'plain'}>{code('run_status', status)}</Tag>
}

function Trigger({ run }: { run: RunOutcome }) {
  const { t, code } = useI18n()
  if (!run.trigger) return <>–</>
  return (
    <>
      {code('trigger', run.trigger)}
      {run.requested_by && `, ${t('run.by', { who: run.requested_by })}`}
    </>
  )
}

const FIGURES = [
  ['files_read', 'data.files'],
  ['rows_read', 'data.rows_read'],
  ['rows_loaded', 'data.rows_loaded'],
  ['rows_rejected', 'data.rows_rejected'],
  ['rows_superseded', 'data.rows_superseded'],
] as const

/** Every outcome, failed ones with their message; a run's id leads into it. */
export function RunList({ runs }: { runs: Operation['runs'] }) {
  const { t, format, code } = useI18n()
  const duration = useDuration()
  return (
    <Card title={t('run.title')} id="runs">
      <DataTable
        isPaged
        caption={t('run.title')}
        rows={runs.rows}
        rowKey={(run) => `${run.run_id} ${run.started_at}`}
        empty={t('table.empty')}
        maxHeight={380}
        columns={[
          { key: 'started', label: t('run.started'), cell: (run) => format.instant(run.started_at) },
          { key: 'status', label: t('run.status'), cell: (run) => <RunStatus status={run.status} /> },
          { key: 'duration', numeric: true, label: t('run.duration'), cell: (run) => duration(run) },
          { key: 'trigger', label: t('run.trigger'), cell: (run) => <Trigger run={run} /> },
          { key: 'kind', label: t('run.kind'), cell: (run) => (run.kind ? code('run_kind', run.kind) : '–') },
          ...FIGURES.map(([key, label]) => ({
            ...{ key, numeric: true, label: t(label) },
            cell: (run: RunOutcome) => format.count(run[key]),
          })),
          {
            key: 'run_id',
            label: t('run.id'),
            cell: (run) =>
              run.run_id ? (
                <Link to={`/data?run=${encodeURIComponent(run.run_id)}#run`} className="link">
                  {run.run_id}
                </Link>
              ) : (
                '–'
              ),
          },
          {
            key: 'message',
            label: t('run.message'),
            cell: (run) => <span className="block min-w-48 max-w-xl whitespace-normal">{run.message ?? '–'}</span>,
          },
        ]}
      />
      <Pager total={runs.total} page={runs.page} pageSize={runs.page_size} parameter="runs_page" hash="#runs" />
    </Card>
  )
}

/** The feed that a step was of; a model's table has its own name. */
function StepPart({ of }: { of: string | null }) {
  const { code } = useI18n()
  if (of === null) return <>–</>
  const name = code('feed', of)
  return name === of ? <code>{of}</code> : <>{name}</>
}

/** One run: what it did, how long each step took, its checks. Files and rejects stand in their own lists, narrowed to it. */
export function RunDetail({ id, run, checks }: { id: string; run: RunOutcome | null; checks: CheckRow[] }) {
  const { t, format, code } = useI18n()
  const duration = useDuration()
  return (
    <Card title={t('run.one', { id })} id="run" note={run ? t('run.filtered') : t('run.unknown')}>
      <Link to="/data#runs" className="link">
        {t('run.close')}
      </Link>
      {run && (
        <>
          <p className="mt-2">
            <RunStatus status={run.status} /> {format.instant(run.started_at)} · {duration(run)} · <Trigger run={run} />
          </p>
          {run.message && <p className="text-bad">{run.message}</p>}
          <dl className="mt-2 flex flex-wrap gap-x-6 gap-y-1">
            {FIGURES.map(([key, label]) => (
              <div key={key}>
                <dt className="text-muted">{t(label)}</dt>
                <dd className="tabular-nums">{format.count(run[key])}</dd>
              </div>
            ))}
          </dl>
          {run.steps.length > 0 && (
            <DataTable
              isPaged
              caption={t('run.steps')}
              rows={run.steps}
              rowKey={(step) => `${step.step} ${step.feed}`}
              empty={t('table.empty')}
              maxHeight={260}
              columns={[
                { key: 'step', label: t('run.step'), cell: (step) => code('run_step', step.step) },
                { key: 'feed', label: t('data.feed'), cell: (step) => <StepPart of={step.feed} /> },
                { key: 'seconds', numeric: true, label: t('run.steps'), cell: (step) => format.decimal(step.seconds) },
              ]}
            />
          )}
          {checks.length > 0 && (
            <>
              <PartHeading title={t('check.title')} panel="run_checks" />
              <CheckResults rows={checks} />
            </>
          )}
        </>
      )}
    </Card>
  )
}
