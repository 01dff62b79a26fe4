import type { LibraryQuery } from '../library/types.ts'

const DATA = 'data'

export const dataQueries: LibraryQuery[] = [
  {
    id: 'rejects_by_reason',
    topic: DATA,
    title_en: 'Rejected rows by reason',
    title_zh: '按原因统计的拒收行',
    description_en: 'What the loader could not take, by feed and reason, with one file and line as an example.',
    description_zh: '加载时无法接收的内容，按数据流和原因统计，并给出一个文件和行号示例。',
    tables: ['ops.reject'],
    sql: `SELECT feed, reason, column_name,
       count(*) AS rejects,
       count(DISTINCT file_id) AS files,
       min(path) AS example_path,
       arg_min(line, path) AS example_line
FROM ops.reject
WHERE ($feed::VARCHAR IS NULL OR feed = $feed)
GROUP BY feed, reason, column_name
ORDER BY rejects DESC, feed, reason, column_name`,
  },
  {
    id: 'from_figure_to_file',
    topic: DATA,
    title_en: 'From a figure to its source file and line',
    title_zh: '从指标追溯到源文件和行',
    description_en:
      'The exams behind a count, each with the file and line that it came from. Narrow it to the center and days of your figure.',
    description_zh: '计数背后的每次检查及其来源文件和行号。请限定到指标所在的中心和日期。',
    tables: ['exam', 'ops.source_file'],
    sql: `SELECT e.center_code, e.accession_no, e.day, e.modality, e.status,
       f.path, e.source_line, f.run_id
FROM exam AS e
JOIN ops.source_file AS f ON f.file_id = e.source_file_id
WHERE e.performed
  AND ($center::VARCHAR IS NULL OR e.center_code = $center)
  AND ($from::DATE IS NULL OR e.day >= $from::DATE)
  AND ($to::DATE IS NULL OR e.day < $to::DATE)
ORDER BY f.path, e.source_line`,
  },
  {
    id: 'freshness',
    topic: DATA,
    title_en: 'Freshness by center and feed',
    title_zh: '各中心各数据流的新鲜度',
    description_en:
      'Newest row of each feed at each center, and how many days it is behind what half of the centers have reached: a center that stopped sending stands out.',
    description_zh: '每个中心每个数据流的最新记录，以及比半数中心已达到的时间落后多少天：停止发送的中心一目了然。',
    tables: ['exam', 'acquisition', 'ai_result', 'charge', 'cost', 'center'],
    sql: `WITH newest AS (
  SELECT 'exams' AS feed, center_code, max(updated_at) AS newest_at, count(*) AS rows FROM exam GROUP BY center_code
  UNION ALL
  SELECT 'scanner_log', center_code, max(started_at), count(*) FROM acquisition GROUP BY center_code
  UNION ALL
  SELECT 'ai_results', center_code, max(updated_at), count(*) FROM ai_result GROUP BY center_code
  UNION ALL
  SELECT 'billing', center_code, max(updated_at), count(*) FROM charge GROUP BY center_code
  UNION ALL
  SELECT 'costs', center_code, max(updated_at), count(*) FROM cost GROUP BY center_code
), reached AS (
  SELECT feed, quantile_disc(newest_at, 0.5) AS by_half FROM newest GROUP BY feed
)
SELECT n.feed, n.center_code, c.name_en, n.newest_at, n.rows,
       date_sub('day', n.newest_at, r.by_half) AS days_behind
FROM newest AS n
JOIN reached AS r USING (feed)
LEFT JOIN center AS c USING (center_code)
ORDER BY days_behind DESC, n.center_code, n.feed`,
  },
  {
    id: 'runs_and_files',
    topic: DATA,
    title_en: 'Runs, their files and rows',
    title_zh: '运行及其文件和行数',
    description_en:
      'The runs that led to this snapshot: how long each took, what it read, loaded, rejected and superseded.',
    description_zh: '形成当前快照的各次运行：时长、读取、加载、拒收和被取代的行数。',
    tables: ['ops.run'],
    sql: `SELECT run_id, kind, status, started_at,
       date_sub('second', started_at, ended_at) AS seconds,
       files_read, rows_read, rows_loaded, rows_rejected, rows_superseded
FROM ops.run
ORDER BY started_at DESC`,
  },
]
