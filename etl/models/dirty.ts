import type { Db } from '../db.ts'
import { changeBounds } from './bounds.ts'
import { macroSql } from './macros.ts'
import { buildTemp } from './sql-files.ts'

/**
 * Keeps what a change is judged against: call it before the run's facts change. TEMP tables `before_network` (first and
 * last performed day) and `before_center` (newest update and log event of each center).
 */
export async function captureBefore(db: Db): Promise<void> {
  await buildTemp(db, 'intermediate/network_bounds', 'before_network')
  await buildTemp(db, 'intermediate/center_as_of', 'before_center')
}

/**
 * Derives what has to be built anew from the `change_*` tables that the loader filled, as TEMP tables: `dirty_day`,
 * `dirty_reading_day` (center_code, day), `dirty_month`, `dirty_work_month` (center_code, month; the latter without those of charges
 * alone), `dirty_exam`, `dirty_reading_exam` (center_code, accession_no). `all`: everything, and then neither the `change_*` tables nor
 * `captureBefore` are needed and there are no tables of exams; so on a first load, a rebuild, or when reference data changed.
 */
export async function markDirty(db: Db, options: { all: boolean }): Promise<void> {
  for (const macro of macroSql) await db.run(macro)
  await buildTemp(db, 'intermediate/network_bounds')
  await buildTemp(db, 'intermediate/center_as_of')
  await db.run(`CREATE OR REPLACE TEMP TABLE dirty_scope AS SELECT ${options.all} AS is_all`)
  if (options.all) {
    await buildTemp(db, 'dirty/day_all', 'dirty_day')
    await db.run(
      'CREATE OR REPLACE TEMP TABLE kept_exam_money AS SELECT rowid AS id, false AS fresh, false AS repriced, * FROM mart.exam_money LIMIT 0',
    )
    await db.run('CREATE OR REPLACE TEMP TABLE dirty_reading_day AS SELECT * FROM dirty_day')
    await buildTemp(db, 'dirty/month_all', 'dirty_month')
    await db.run('CREATE OR REPLACE TEMP TABLE dirty_work_month AS SELECT * FROM dirty_month')
  } else {
    await buildTemp(db, 'dirty/touched_exam')
    await buildTemp(db, 'dirty/day_changed', 'changed_day', await changeBounds(db))
    await buildTemp(db, 'dirty/crossing_exam')
    await db.run(
      'CREATE OR REPLACE TEMP TABLE dirty_day AS FROM changed_day UNION SELECT center_code, day FROM crossing_exam',
    )
    await buildTemp(db, 'dirty/exam_changed', 'dirty_exam')
    for (const name of ['changed_result', 'flipped_month']) await buildTemp(db, `dirty/${name}`)
    await buildTemp(db, 'dirty/reading_day_changed', 'dirty_reading_day')
    await buildTemp(db, 'dirty/reading_exam_changed', 'dirty_reading_exam')
    await buildTemp(db, 'dirty/work_month_changed', 'dirty_work_month')
    await buildTemp(db, 'dirty/priced_month')
    await buildTemp(db, 'dirty/money_exam_changed', 'dirty_money_exam')
    for (const name of ['kept_exam_money', 'touched_charge']) await buildTemp(db, `dirty/${name}`)
    await buildTemp(db, 'dirty/month_changed', 'dirty_month')
  }
}
