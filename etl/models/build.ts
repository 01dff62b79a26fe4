import { count, rows, type Db } from '../db.ts'
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
  ...['piece', 'busy_piece', 'down_window', 'mart/scanner_day', 'mart/center_day'],
  ...['assessed_exam', 'series', 'repeated_series', 'judged_series', 'exam_series', 'exam_deviation'],
  ...['mart/deviation', 'mart/exam_compliance'],
  ...[
    'reading_exam',
    'opened_product',
    'losing_result',
    'mart/ai_reading',
    'mart/ai_run_day',
    'mart/ai_coverage_month',
  ],
]

/** Models over months, small enough for all centers at once. */
const AT_LAST = ['charge_month', 'mart/scanner_month', 'mart/center_month']

/** Which dirty table says what to delete from a mart before it is built anew. */
const DIRTY_BY: Record<string, 'dirty_day' | 'dirty_reading_day' | 'dirty_month'> = {
  scanner_day: 'dirty_day',
  center_day: 'dirty_day',
  exam_compliance: 'dirty_day',
  deviation: 'dirty_day',
  ai_reading: 'dirty_reading_day',
  ai_run_day: 'dirty_reading_day',
  ai_coverage_month: 'dirty_month',
  scanner_month: 'dirty_month',
  center_month: 'dirty_month',
}

/** So many exams, with their series and results, are worked on at a time: about 1.5 GB at four series an exam. */
const EXAMS_PER_GROUP = 300_000

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
  const time = options.time ?? ((_model, work) => work())
  await time('delete', () => deleteDirty(db, bounds))
  const fill = { ...bounds, parameter_paths: await parameterPaths(db) }
  const written: Record<string, number> = Object.fromEntries(Object.keys(DIRTY_BY).map((mart) => [mart, 0]))
  const groups = await centerGroups(db, options.examsPerGroup ?? EXAMS_PER_GROUP)
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
    await selectGroup(db, centers)
    for (const model of PER_GROUP) await build(model, index + 1)
  }
  for (const model of AT_LAST) await build(model, 0)
  await dropTemps(
    db,
    [...ONCE, ...PER_GROUP, ...AT_LAST, ...WORK_TABLES].filter((name) => !name.startsWith('mart/')),
  )
  return written
}

async function insertMart(db: Db, model: string, fill: Record<string, string>): Promise<number> {
  const result = await db.run(`INSERT INTO mart.${model.slice(5)} BY NAME ${modelSql(model, fill)}`)
  return result.rowsChanged
}

async function deleteDirty(db: Db, bounds: Record<string, string>): Promise<void> {
  const all = (await count(db, 'SELECT is_all::INTEGER FROM dirty_scope')) === 1
  for (const [mart, dirty] of Object.entries(DIRTY_BY)) {
    if ((await count(db, `SELECT count(*) FROM (FROM mart.${mart} LIMIT 1)`)) === 0) continue
    const unit = dirty === 'dirty_month' ? 'month' : 'day'
    const range = { dirty_day: bounds.days, dirty_reading_day: bounds.reading_days, dirty_month: bounds.month_starts }[
      dirty
    ]
    const which = all
      ? ''
      : `m USING ${dirty} d WHERE m.center_code = d.center_code AND m.${unit} = d.${unit} AND m.${range}`
    await db.run(`DELETE FROM mart.${mart} ${which}`)
  }
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

const WORK_TABLES = [
  ...['chunk_center', 'chunk_day', 'chunk_reading_day', 'chunk_month', 'chunk_reading_month'],
  ...['weekly_window', 'date_window'],
]

async function selectGroup(db: Db, centers: string[]): Promise<void> {
  await db.run(
    'CREATE OR REPLACE TEMP TABLE chunk_center AS SELECT unnest(from_json($1, \'["VARCHAR"]\')) AS center_code',
    [JSON.stringify(centers)],
  )
  for (const name of ['day', 'reading_day', 'month']) {
    await db.run(
      `CREATE OR REPLACE TEMP TABLE chunk_${name} AS SELECT * FROM dirty_${name} SEMI JOIN chunk_center USING (center_code)`,
    )
  }
  await db.run(`CREATE OR REPLACE TEMP TABLE chunk_reading_month AS
    SELECT DISTINCT center_code, month_of(day) AS month FROM chunk_reading_day`)
}
