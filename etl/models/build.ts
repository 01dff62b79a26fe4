import { count, rows, type Db } from '../db.ts'
import { martTables } from '../schema/mart.ts'
import { dirtyBounds } from './bounds.ts'
import { parameterPaths } from './parameter-paths.ts'
import { buildTemp, dropTemps, modelSql } from './sql-files.ts'
import { buildWindows } from './windows.ts'

/** Models that a build makes once, in this order. */
const ONCE = [
  'zone_day',
  'zone_day_lookup',
  'scanner_hours',
  'staffed_window',
  'scanner_class',
  'book_step',
  'book_rule',
  'alias',
]

/** Models that each group of centers goes through; `mart/…` adds to a published table, the others feed it. */
const PER_GROUP = [
  ...[
    'no_show_slot',
    'piece',
    'busy_piece',
    'down_window',
    'stretch',
    'turnover_gap',
    'mart/scanner_day',
    'mart/scanner_ledger',
    'mart/center_day',
  ],
  ...['assessed_exam', 'series', 'repeated_series', 'judged_series', 'exam_series', 'exam_deviation'],
  ...['mart/deviation', 'mart/exam_compliance'],
  ...['mart/ai_run_day', 'reading_exam', 'read_result', 'opened_product', 'losing_result', 'mart/ai_reading'],
  'mart/ai_pair_day',
  'mart/ai_coverage_month',
  ...['mart/scanner_month', 'exam_table', 'money_exam', 'exam_charge', 'mart/exam_money', 'mart/leak'],
]

/** Models over months, small enough for all centers at once. */
const AT_LAST = [
  ...['charge_month', 'mart/center_month', 'month_state', 'mart/exam_money_month'],
  ...['exam_money_cell', 'mart/exam_money_protocol_month', 'mart/exam_money_payer_month'],
]

/** All of them, each after those that it reads: a test holds the lists to what the SQL says. */
export const MODELS = [...ONCE, ...PER_GROUP, ...AT_LAST]

/** Units that a mart is built anew by: its dirty table is `dirty_<unit>`; `column` and `bounds` tell which rows are of it. */
const UNITS = {
  day: { column: 'day', bounds: 'days' },
  reading_day: { column: 'day', bounds: 'reading_days' },
  month: { column: 'month', bounds: 'month_starts' },
  work_month: { column: 'month', bounds: 'work_month_starts' },
  exam: { column: 'accession_no', bounds: 'days' },
  reading_exam: { column: 'accession_no', bounds: 'reading_days' },
} as const

const DIRTY_BY: Record<string, keyof typeof UNITS> = {
  scanner_day: 'day',
  scanner_ledger: 'day',
  center_day: 'day',
  exam_compliance: 'exam',
  deviation: 'exam',
  ai_reading: 'reading_exam',
  ai_run_day: 'reading_day',
  ai_pair_day: 'reading_day',
  ai_coverage_month: 'work_month',
  scanner_month: 'work_month',
  center_month: 'month',
  exam_money_month: 'month',
  exam_money_protocol_month: 'month',
  exam_money_payer_month: 'month',
  leak: 'month',
}

/** The assessed exam that an acquisition belongs to. */
const OWNER =
  'assessed_exam o ON o.center_code = a.center_code AND o.accession_no = a.accession_no AND o.version IS NOT NULL'

/** The same, found by keys alone: where few acquisitions have one, the parameters of all others are not read. */
const OWNERS_BY_ROW = `WITH own AS MATERIALIZED (
  SELECT a.rowid AS id, o.exam_no, o.protocol_code, o.version FROM main.acquisition a JOIN ${OWNER}) FROM own`

/** So many exams, with their series and results, are worked on at a time: about 1.5 GB at four series an exam. */
const EXAMS_PER_GROUP = 300_000

/** After a night most exams of a dirty day only count for their day: so many times more of them fit. */
const NIGHT_FACTOR = 4

export interface BuildOptions {
  /** Told the model being built and, where there are several, the group of centers. */
  onProgress?: (text: string) => void
  examsPerGroup?: number
  /** Runs the work of a model, and may time it. */
  time?: <T>(model: string, work: () => Promise<T>) => Promise<T>
}

/**
 * Deletes the dirty days and months from every mart and builds them anew, one group of centers after the other so that
 * memory stays bounded. Call `markDirty` first. Returns the rows written to each mart.
 */
export async function buildMarts(db: Db, options: BuildOptions = {}): Promise<Record<string, number>> {
  const bounds = await dirtyBounds(db)
  const all = (await count(db, 'SELECT is_all::INTEGER FROM dirty_scope')) === 1
  const time = options.time ?? ((_model, work) => work())
  await time('delete', () => deleteDirty(db, bounds, all))
  const fill = { ...bounds, ...scope(all), parameter_paths: await parameterPaths(db) }
  const written: Record<string, number> = Object.fromEntries(martTables.map(({ name }) => [name, 0]))
  const groups = await centerGroups(db, (options.examsPerGroup ?? EXAMS_PER_GROUP) * (all ? 1 : NIGHT_FACTOR))
  const build = async (model: string, group: number) => {
    options.onProgress?.(group > 0 && groups.length > 1 ? `${model}, centers ${group} of ${groups.length}` : model)
    await time(model, async () => {
      if (model.startsWith('mart/')) written[model.slice(5)]! += await insertMart(db, model, fill)
      else await buildTemp(db, `intermediate/${model}`, model, fill)
    })
  }
  await buildWindows(db)
  for (const model of ONCE) await build(model, 0)
  for (const [index, centers] of groups.entries()) {
    await selectGroup(db, centers, all)
    for (const model of PER_GROUP) await build(model, index + 1)
  }
  for (const model of AT_LAST) await build(model, 0)
  await time('month_state', () => settleMonths(db))
  await dropTemps(
    db,
    [...MODELS, ...WORK_TABLES].filter((name) => !name.startsWith('mart/')),
  )
  return written
}

/** What the models of exams work on, for their `{{…}}`: the exams of all days, or those that changed. */
export function scope(all: boolean): Record<string, string> {
  const exams = (ofDays: string, changed: string) =>
    all
      ? `SEMI JOIN ${ofDays} d ON d.center_code = e.center_code AND d.day = e.day`
      : `SEMI JOIN ${changed} d ON d.center_code = e.center_code AND d.accession_no = e.accession_no`
  return {
    assessed: exams('chunk_day', 'chunk_exam'),
    read: exams('chunk_reading_day', 'chunk_reading_exam'),
    money_fresh: all
      ? 'SEMI JOIN chunk_center k ON k.center_code = e.center_code'
      : `SEMI JOIN (FROM dirty_money_exam SEMI JOIN chunk_center USING (center_code) WHERE fresh) d
           ON d.center_code = e.center_code AND d.accession_no = e.accession_no`,
    money_lines: all ? 'main.charge' : 'touched_charge',
    series_owner: all ? OWNER : `(${OWNERS_BY_ROW}) o ON o.id = a.rowid`,
  }
}

async function insertMart(db: Db, model: string, fill: Record<string, string>): Promise<number> {
  const result = await db.run(`INSERT INTO mart.${model.slice(5)} BY NAME ${modelSql(model, fill)}`)
  return result.rowsChanged
}

/** Writes the state of months where it is not what it was: that of a month can change with one that is not its own. */
async function settleMonths(db: Db): Promise<void> {
  await db.run(
    `UPDATE mart.center_month AS m SET month_state = s.month_state, missing_costs = s.missing_costs FROM month_state s
     WHERE m.center_code = s.center_code AND m.month = s.month
       AND (m.month_state IS DISTINCT FROM s.month_state OR m.missing_costs IS DISTINCT FROM s.missing_costs)`,
  )
}

async function deleteDirty(db: Db, bounds: Record<string, string>, all: boolean): Promise<void> {
  for (const [mart, unit] of Object.entries(DIRTY_BY)) {
    if ((await count(db, `SELECT count(*) FROM (FROM mart.${mart} LIMIT 1)`)) === 0) continue
    const { column, bounds: range } = UNITS[unit]
    const which = all
      ? ''
      : `m USING dirty_${unit} d WHERE m.center_code = d.center_code AND m.${column} = d.${column} AND m.${bounds[range]}`
    await db.run(`DELETE FROM mart.${mart} ${which}`)
  }
  await db.run(`DELETE FROM mart.exam_money ${all ? '' : 'WHERE rowid IN (SELECT id FROM kept_exam_money)'}`)
}

/** Centers with something dirty, in groups of bounded size. */
async function centerGroups(db: Db, examsPerGroup: number): Promise<string[][]> {
  const centers = await rows<{ center_code: string; exams: number }>(
    db,
    `SELECT center_code, count(e.accession_no) AS exams
     FROM (SELECT center_code, day FROM dirty_reading_day UNION SELECT center_code, month FROM dirty_month) d
     LEFT JOIN main.exam e USING (center_code, day) GROUP BY 1 ORDER BY 1`,
  )
  const groups: string[][] = []
  let room = 0
  for (const { center_code: code, exams } of centers) {
    if (groups.length === 0 || exams > room) {
      groups.push([])
      room = examsPerGroup
    }
    groups.at(-1)!.push(code)
    room -= exams
  }
  return groups
}

/** Units of which a group of centers has its own part, `chunk_<unit>`; months of money are built for all centers at once. */
const CHUNKS = ['day', 'reading_day', 'work_month']
const CHUNKS_OF_CHANGES = ['exam', 'reading_exam']

const WORK_TABLES = [
  'chunk_center',
  ...[...CHUNKS, ...CHUNKS_OF_CHANGES].map((unit) => `chunk_${unit}`),
  'weekly_window',
  'date_window',
]

async function selectGroup(db: Db, centers: string[], all: boolean): Promise<void> {
  await db.run(
    'CREATE OR REPLACE TEMP TABLE chunk_center AS SELECT unnest(from_json($1, \'["VARCHAR"]\')) AS center_code',
    [JSON.stringify(centers)],
  )
  for (const unit of all ? CHUNKS : [...CHUNKS, ...CHUNKS_OF_CHANGES]) {
    await db.run(
      `CREATE OR REPLACE TEMP TABLE chunk_${unit} AS SELECT * FROM dirty_${unit} SEMI JOIN chunk_center USING (center_code)`,
    )
  }
}
