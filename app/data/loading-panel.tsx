import { Form, Link, useNavigation } from '@remix-run/react'
import type { Operation, RunningRun } from '../operation.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { Card } from '../components/ui/card.tsx'
import { Tag } from '../components/ui/tag.tsx'
import { useStepWords } from './run-words.ts'
import { useOperation } from './use-operation.ts'

/** Share of the step's files that are done; null where the step does not count. */
const shareOf = ({ files_done, files_total }: RunningRun) =>
  files_done !== null && files_total ? Math.min(1, files_done / files_total) : null

function Progress({ run }: { run: RunningRun }) {
  const { t, format, code } = useI18n()
  const step = useStepWords()(run.step)
  const share = shareOf(run)
  const counted = [
    share !== null && t('loading.files', { done: format.count(run.files_done), total: format.count(run.files_total) }),
    run.rows_read !== null && t('loading.rows', { rows: format.count(run.rows_read) }),
    share === null && run.detail,
  ].filter(Boolean)
  return (
    <div data-running className="space-y-1">
      <p>
        <Tag tone="accent">{code('run_status', 'running')}</Tag>{' '}
        {t('loading.running', { since: format.instant(run.started_at) })} {code('trigger', run.trigger)}
        {run.requested_by && ` · ${t('run.by', { who: run.requested_by })}`}
      </p>
      <p>
        {t('loading.step')}: <span className="font-medium">{step}</span>
        {counted.length > 0 && ` · ${counted.join(' · ')}`}
      </p>
      {share !== null && (
        <progress
          value={share}
          max={1}
          aria-label={step}
          className="block h-2 w-full max-w-md accent-current text-accent"
        />
      )}
      <noscript>
        {/* Without scripts the page looks again by itself while a run lasts. */}
        <meta httpEquiv="refresh" content="5" />
      </noscript>
    </div>
  )
}

function Waiting({ operation }: { operation: Operation }) {
  const { t, format, code } = useI18n()
  const { running, requested, recent } = operation
  if (running) return <Progress run={running} />
  if (requested) {
    const who = requested.requested_by ?? t('loading.somebody')
    return (
      <p data-requested>
        {t('loading.requested', { who, at: format.time(requested.requested_at) })}
        <noscript>
          <meta httpEquiv="refresh" content="5" />
        </noscript>
      </p>
    )
  }
  const [last] = recent
  if (!last) return <p>{t('loading.idle')}</p>
  return (
    <p data-last-run={last.status}>
      {t('loading.idle')}{' '}
      {t('loading.ended', { status: code('run_status', last.status), at: format.instant(last.ended_at) })}
      {last.message && <span className="block text-bad">{last.message}</span>}
    </p>
  )
}

function StartButton({ operation }: { operation: Operation }) {
  const { t } = useI18n()
  const sending = useNavigation().formAction?.startsWith('/data') ?? false
  if (!operation.may_start) return <p className="text-muted">{t('loading.only')}</p>
  const why = operation.cannot_start
  return (
    <Form method="post" action="/data" className="flex flex-wrap items-center gap-3">
      <button
        name="intent"
        value="start-run"
        className="button button-primary disabled:cursor-not-allowed disabled:opacity-60"
        disabled={why !== null || sending}
        aria-describedby={why ? 'start-run-why' : undefined}
      >
        {t('loading.start')}
      </button>
      {why && (
        <span id="start-run-why" className="text-muted">
          {t(`loading.cannot.${why}`)}
        </span>
      )}
    </Form>
  )
}

/** Whether a run is under way and how far it is, when the next is due, and the button that starts one. */
export function LoadingPanel({ operation, snapshotId }: { operation: Operation; snapshotId: string | null }) {
  const { t, format } = useI18n()
  const live = useOperation(operation, snapshotId)
  const { scheduler } = live
  return (
    <Card title={t('loading.title')} id="loading">
      <div className="space-y-2">
        <div aria-live="polite">
          <Waiting operation={live} />
        </div>
        <p className="text-muted">
          {scheduler
            ? t('loading.scheduler', {
                ...{ cron: scheduler.cron, zone: scheduler.time_zone },
                next: format.instant(scheduler.next_run_at, scheduler.time_zone),
              })
            : t('loading.no_scheduler')}
        </p>
        <StartButton operation={live} />
        <p className="flex flex-wrap gap-4">
          <Link to="/data" reloadDocument className="link">
            {t('loading.reload')}
          </Link>
          <Link to="/data/check" className="link">
            {t('loading.check_file')}
          </Link>
        </p>
      </div>
    </Card>
  )
}
