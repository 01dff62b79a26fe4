import { FeedRowsChart, FreshnessChart } from './data-charts.tsx'
import { CheckCard } from './checks.tsx'
import { FetchTable } from './fetches.tsx'
import { FileDetailCard, FileList } from './files.tsx'
import { FreshnessMatrix } from './matrix.tsx'
import { RejectCards } from './rejects.tsx'
import { RunDetail, RunList } from './runs.tsx'
import { SnapshotTable } from './snapshots.tsx'
import { DroppedTable } from './data-tables.tsx'
import { FreshnessTable } from '../overview/overview-tables.tsx'
import { CardMenu } from '../components/panels/card-menu.tsx'
import { Card } from '../components/ui/card.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import type { DataModel } from './data-model.ts'

function CountTile({ label, metric, value }: { label: string; metric: string; value: number }) {
  const { format } = useI18n()
  return (
    <div className="min-w-0 rounded-md border border-line bg-surface px-3 py-2.5" data-tile={metric}>
      <div className="flex items-start justify-between gap-2 text-muted">
        {label}
        <CardMenu id={`tile.${metric}`} of={label} files={false} className="-mr-1" />
      </div>
      <data className="text-2xl font-semibold tabular-nums" value={value} data-metric={metric}>
        {format.count(value)}
      </data>
    </div>
  )
}

function OutlyingDays({ rows }: { rows: DataModel['outlying_days'] }) {
  const { t, format } = useI18n()
  if (rows.length === 0) return null
  return (
    <div className="rounded-md border border-line bg-warn-soft px-3 py-2" role="note" data-outlying={rows.length}>
      <h2 className="text-warn">{t('data.outlying')}</h2>
      <ul className="list-disc pl-5">
        {rows.map(({ center_code, day, exams }) => (
          <li key={`${center_code} ${day}`}>
            {t('data.outlying_day', { center: center_code, day: format.day(day), exams: format.count(exams) })}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** What was loaded, rejected, checked and kept: all that stands still while a run goes on. */
export default function DataContent({ page }: { page: DataModel }) {
  const { t } = useI18n()
  const { state, query, totals, operation } = page
  const feeds = page.feeds.map((feed) => feed.feed)
  return (
    <div className="space-y-4">
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
      <OutlyingDays rows={page.outlying_days} />
      <CheckCard rows={page.checks} history={page.check_history} findings={page.check_findings} />
      <FetchTable rows={page.source_fetches} />
      <FreshnessMatrix matrix={page.matrix} />
      {query.run && <RunDetail id={query.run} run={operation.run} checks={page.run_checks} />}
      <RejectCards page={page} />
      {query.file && <FileDetailCard file={page.file} />}
      <FileList files={page.files} query={query} feeds={feeds} />
      <div className="grid gap-4 xl:grid-cols-2">
        <FreshnessTable data={state} />
        <SnapshotTable rows={operation.snapshots} />
        <DroppedTable rows={page.dropped_parameters} />
      </div>
    </div>
  )
}
