import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { FeedRowsChart, FreshnessChart } from './data-charts.tsx'
import { CheckCard } from './checks.tsx'
import { FetchTable } from './fetches.tsx'
import { FileDetailCard, FileList } from './files.tsx'
import { LoadingPanel } from './loading-panel.tsx'
import { FreshnessMatrix } from './matrix.tsx'
import { RejectCards } from './rejects.tsx'
import { RunsChart } from './runs-chart.tsx'
import { RunDetail, RunList } from './runs.tsx'
import { SnapshotTable } from './snapshots.tsx'
import { DroppedTable } from './data-tables.tsx'
import { NoData } from '../components/no-data.tsx'
import { FreshnessTable } from '../overview/overview-tables.tsx'
import { PageFrame } from '../components/page-frame.tsx'
import { SqlLink } from '../components/panels/sql-link.tsx'
import { Card } from '../components/ui/card.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import { asResponse, loadPage } from '../page-loader.ts'
import { pageMeta } from '../page-meta.ts'

export const meta = pageMeta('nav.data')
export const loader = (args: LoaderFunctionArgs) => loadPage(args, 'data')

/** Asks for a run. Whether there will be one the page itself says: how loading stands is what it shows first. */
export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData()
  if (form.get('intent') !== 'start-run') throw new Response(null, { status: 400 })
  try {
    await context.desk.requestRun()
  } catch (error) {
    throw asResponse(error, request)
  }
  return redirect('/data', 303)
}

export { PageError as ErrorBoundary } from '../components/page-error.tsx'

function CountTile({ label, metric, value }: { label: string; metric: string; value: number }) {
  const { format } = useI18n()
  return (
    <div className="min-w-0 rounded-md border border-line bg-surface px-3 py-2.5" data-tile={metric}>
      <div className="flex items-start justify-between gap-2 text-muted">
        {label}
        <SqlLink id={`tile.${metric}`} of={label} className="mt-0.5" />
      </div>
      <data className="text-2xl font-semibold tabular-nums" value={value} data-metric={metric} data-value={value}>
        {format.count(value)}
      </data>
    </div>
  )
}

export default function Data() {
  const page = useLoaderData<typeof loader>()
  const { t, format } = useI18n()
  const operation = page.operation!
  if (page.snapshot_id === null) {
    return (
      <>
        <NoData title={t('nav.data')} missing={page.missing} />
        <LoadingPanel operation={operation} snapshotId={null} />
        <RunList runs={operation.runs} />
      </>
    )
  }
  const { state, query, totals } = page
  const feeds = page.feeds.map((feed) => feed.feed)
  return (
    <PageFrame
      title={t('data.title')}
      note={t('data.note', { snapshot: page.snapshot_id, published: format.instant(state.published_at) })}
      missing={page.missing}
      panels={{ page: 'data', snapshot: page.snapshot_id }}
    >
      <div className="grid gap-4 xl:grid-cols-2">
        <LoadingPanel operation={operation} snapshotId={page.snapshot_id} />
        <Card>
          <RunsChart runs={operation.recent} />
        </Card>
      </div>
      <RunList runs={operation.runs} />
      <div className="grid grid-cols-[repeat(auto-fill,minmax(10rem,1fr))] gap-3">
        <CountTile label={t('data.files')} metric="files" value={totals.files} />
        <CountTile label={t('data.rows_read')} metric="rows_read" value={totals.rows_read} />
        <CountTile label={t('data.rows_loaded')} metric="rows_loaded" value={totals.rows_loaded} />
        <CountTile label={t('data.rows_superseded')} metric="rows_superseded" value={totals.rows_superseded} />
        <CountTile label={t('data.rows_rejected')} metric="rejected_rows" value={state.rejected_rows} />
        <CountTile label={t('data.failed_checks')} metric="failed_checks" value={state.failed_checks} />
      </div>
      <div className="grid gap-4 xl:grid-cols-2">
        <Card panel="feed_rows">
          <FeedRowsChart feeds={page.feeds} />
        </Card>
        <Card panel="stale">
          <FreshnessChart rows={state.feeds} />
        </Card>
      </div>
      <CheckCard rows={page.checks} history={page.check_history} findings={page.check_findings} />
      <FetchTable rows={page.source_fetches} />
      <FreshnessMatrix centers={page.matrix} />
      {query.run && <RunDetail id={query.run} run={operation.run} checks={page.run_checks} />}
      <RejectCards page={page} />
      {query.file && <FileDetailCard file={page.file} />}
      <FileList files={page.files} query={query} feeds={feeds} />
      <div className="grid gap-4 xl:grid-cols-2">
        <FreshnessTable data={state} />
        <SnapshotTable rows={operation.snapshots} />
        <DroppedTable rows={page.dropped_parameters} />
      </div>
    </PageFrame>
  )
}
