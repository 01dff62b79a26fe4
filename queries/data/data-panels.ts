import { FEEDS } from './freshness.ts'
import { WORST_FIRST, SILENT_FACTOR } from './matrix.ts'
import type { DataPage, FileCounts } from './data-types.ts'
import { freshnessPanel } from '../overview/overview-panels.ts'
import { pick, type Panel, type Shown } from '../panel/panel.ts'
import { rejectGroupsPanel } from './reject-panels.ts'

const FEED_ROWS = 'data.feed_rows'

function totalTile(id: keyof FileCounts): Panel<DataPage> {
  return {
    id: `tile.${id}`,
    from: { q: FEED_ROWS },
    select: `SELECT CAST(coalesce(sum(${id}), 0) AS BIGINT) AS ${id} FROM q`,
    shows: (page) => [pick(page.totals, [id])],
    exact: true,
  }
}

const rejectedRows: Panel<DataPage> = {
  id: 'tile.rejected_rows',
  from: { q: 'data.rejected_rows' },
  select: 'SELECT rows AS rejected_rows FROM q',
  shows: (page) => [pick(page.state, ['rejected_rows'])],
  exact: true,
}

const failedChecks: Panel<DataPage> = {
  id: 'tile.failed_checks',
  from: { q: 'data.checks' },
  select: 'SELECT count(*) AS failed_checks FROM q WHERE NOT passed',
  shows: (page) => [pick(page.state, ['failed_checks'])],
  exact: true,
}

const feedRows: Panel<DataPage> = {
  id: 'feed_rows',
  from: { q: FEED_ROWS },
  select: `SELECT q.*, CASE WHEN rows_read > 0 THEN CAST(rows_rejected AS DOUBLE) / rows_read END AS rejected_share
    FROM q ORDER BY feed`,
  shows: (page) =>
    page.feeds.map((row) =>
      pick(row, [
        ...(['feed', 'files', 'rows_read', 'rows_loaded', 'rows_superseded', 'rows_rejected'] as const),
        'rejected_share',
      ]),
    ),
  exact: true,
}

const CHECK = ['check_name', 'severity', 'run_id', 'passed', 'measured', 'expected', 'detail'] as const

/** Checks of the newest run, and of those before it: each check's strip. */
const checks: Panel<DataPage> = {
  id: 'checks',
  from: { c: 'data.checks', h: 'data.check_history' },
  select: `SELECT h.check_name, h.severity, h.run_id, h.passed, h.measured, h.expected, c.detail,
      sum(CASE WHEN h.passed THEN 0 ELSE 1 END) OVER (PARTITION BY h.check_name) AS failed
    FROM h LEFT JOIN c ON c.run_id = h.run_id AND c.check_name = h.check_name ORDER BY h.check_name, h.run_id DESC`,
  shows: (page) => [
    ...page.checks.map((row) => pick(row, CHECK)),
    ...page.check_history.flatMap(({ runs, ...check }) =>
      runs.map((run) => ({
        ...pick(check, ['check_name', 'failed']),
        ...pick(run, ['run_id', 'passed', 'measured', 'expected']),
      })),
    ),
  ],
}

/** Rows of a question as they stand on the page. */
function listPanel(id: string, question: string, order: string, rows: (page: DataPage) => Shown[]): Panel<DataPage> {
  return { id, from: { q: question }, select: `SELECT * FROM q ORDER BY ${order}`, shows: rows, exact: true }
}

const findings = listPanel('check_findings', 'data.check_findings', 'check_name, center_code, subject', (page) =>
  page.check_findings.map((row) =>
    pick(row, ['check_name', 'feed', 'center_code', 'subject', 'measured', 'expected', 'detail']),
  ),
)

const runChecks = listPanel('run_checks', 'data.run_checks', 'passed, check_name', (page) =>
  page.run_checks.map((row) => pick(row, CHECK)),
)

const fetches = listPanel(
  'source_fetches',
  'data.source_fetches',
  "CASE WHEN status = 'failed' THEN 0 ELSE 1 END, source_id",
  (page) =>
    page.source_fetches.map((row) =>
      pick(row, [
        ...(['source_id', 'feed', 'center_code', 'status', 'started_at', 'pages', 'records', 'watermark_to'] as const),
        'error_message',
      ]),
    ),
)

const cellsOf = (feed: string) => `SELECT c.center_code, '${feed}' AS feed, f.newest_at,
    CAST(n.newest_at AS DATE) - CAST(f.newest_at AS DATE) AS age_days, u.usual_days
  FROM c CROSS JOIN (SELECT max(newest_at) AS newest_at FROM ${feed}) AS n
  LEFT JOIN ${feed} AS f ON f.center_code = c.center_code
  LEFT JOIN usual_${feed} AS u ON u.center_code = c.center_code
  WHERE n.newest_at IS NOT NULL`

const ALLOWED = 'greatest(1, coalesce(usual_days, 1))'
const states = Object.entries(WORST_FIRST)
const PLACE = `CASE state ${states.map(([state, place]) => `WHEN '${state}' THEN ${place}`).join(' ')} END`

const matrix: Panel<DataPage> = {
  id: 'matrix',
  from: {
    c: 'data.centers',
    ...Object.fromEntries(
      FEEDS.flatMap(({ feed }) => [
        [feed, `data.freshness_${feed}`],
        [`usual_${feed}`, `data.usual_${feed}`],
      ]),
    ),
  },
  select: `SELECT states.*, CASE min(${PLACE}) OVER (PARTITION BY center_code)
      ${states.map(([state, place]) => `WHEN ${place} THEN '${state}'`).join(' ')} END AS center_state
    FROM (SELECT cells.*, CASE WHEN age_days IS NULL THEN 'never' WHEN age_days <= ${ALLOWED} THEN 'fresh'
        WHEN age_days > ${SILENT_FACTOR} * ${ALLOWED} THEN 'silent' ELSE 'late' END AS state
      FROM (${FEEDS.map(({ feed }) => cellsOf(feed)).join(' UNION ALL ')}) AS cells) AS states
    ORDER BY center_code, feed`,
  shows: (page) =>
    page.matrix.flatMap(({ center_code, state: center_state, cells }) =>
      cells.map((cell) => ({
        ...{ center_code, center_state },
        ...pick(cell, ['feed', 'newest_at', 'age_days', 'usual_days', 'state']),
      })),
    ),
  exact: true,
}

const rejectTrend: Panel<DataPage> = {
  id: 'reject_trend',
  from: { r: 'data.runs_with_files', c: 'data.rejects_by_run' },
  select: `SELECT r.run_id, coalesce(c.rows, 0) AS rows, coalesce(c.files, 0) AS files
    FROM r LEFT JOIN c ON c.run_id = r.run_id ORDER BY r.run_id`,
  shows: (page) => page.reject_trend.map((row) => pick(row, ['run_id', 'rows', 'files'])),
  exact: true,
}

const REJECT = [
  ...(['feed', 'path', 'line', 'column_name', 'reason', 'value', 'center_code', 'run_id', 'resolved'] as const),
]

/** One page of a list, and how many rows all its pages have. */
function pagedPanel(
  id: 'files' | 'rejects',
  count: string,
  order: string,
  rows: (page: DataPage) => Shown[],
): Panel<DataPage> {
  return {
    id,
    from: { q: `data.${id}`, n: count },
    select: `SELECT q.*, n.total FROM q CROSS JOIN n ORDER BY ${order}`,
    shows: (page) => rows(page).map((row) => ({ ...row, total: page[id].total })),
    exact: true,
  }
}

const FILE = [
  ...(['feed', 'path', 'status', 'bytes', 'encoding', 'rows_read', 'rows_loaded', 'rows_superseded'] as const),
  ...(['rows_rejected', 'run_id'] as const),
]

export const dataPanels: Panel<DataPage>[] = [
  ...(['files', 'rows_read', 'rows_loaded', 'rows_superseded'] as const).map(totalTile),
  rejectedRows,
  failedChecks,
  feedRows,
  freshnessPanel('stale', (page) => page.state.feeds),
  checks,
  findings,
  fetches,
  matrix,
  runChecks,
  rejectGroupsPanel('reject_groups', (page) => page.reject_groups),
  rejectTrend,
  pagedPanel('rejects', 'data.reject_count', 'run_id DESC, path, line, column_name, reason, value', (page) =>
    page.rejects.rows.map((row) => pick(row, REJECT)),
  ),
  listPanel('file', 'data.file', 'run_id', ({ file }) =>
    file ? [pick(file, [...FILE, 'sha256', 'modified_at'])] : [],
  ),
  listPanel('same_content', 'data.same_content', 'run_id, path', ({ file }) =>
    (file?.same_content ?? []).map((row) => pick(row, ['path', 'status', 'run_id'])),
  ),
  listPanel('file_rejects', 'data.file_rejects', 'line, column_name, reason, value', ({ file }) =>
    (file?.rejects ?? []).map((row) => pick(row, REJECT)),
  ),
  pagedPanel('files', 'data.file_count', 'run_id DESC, path', (page) => page.files.rows.map((row) => pick(row, FILE))),
  freshnessPanel('freshness', (page) => page.state.feeds),
  listPanel('dropped', 'data.dropped_parameters', 'series DESC, keyword', (page) =>
    page.dropped_parameters.map((row) => pick(row, ['keyword', 'series'])),
  ),
]
