import { expect, test, vi } from 'vitest'
import { MART_KEYS } from '#etl/checks/families/mart-keys.ts'
import { cleanWorld, failedIn, warehouseOf, type Rows } from './world.ts'

// All checks run once for each planted fault.
vi.setConfig({ testTimeout: 300_000 })

/** Each fault is planted in the marts of one small world, and taken out again. */
const SPOILT: [string, string, string][] = [
  ['utilization_within_bounds', 'scanner_day', 'utilization_rate = 1.5'],
  ['scanner_minutes_add_up', 'scanner_day', 'available_minutes = available_minutes - 1'],
  ['ledger_adds_up', 'scanner_ledger', 'idle_minutes = idle_minutes - 1'],
  ['scanner_days_agree_with_center_days', 'scanner_day', 'exams_performed = exams_performed + 1'],
  ['center_day_counts_fit', 'center_day', 'unreported = exams_performed + 1'],
  ['center_day_quantiles_in_order', 'center_day', 'turnaround_minutes_p90 = turnaround_minutes_median - 1'],
  ['capacity_cost_adds_up', 'scanner_month', 'unused_capacity_cost = unused_capacity_cost + 1'],
  ['shared_cost_is_shared_out', 'scanner_month', 'shared_fixed_cost = shared_fixed_cost + 1'],
  ['compliance_agrees_with_deviations', 'exam_compliance', 'compliant = NOT compliant'],
  ['judged_exams_were_performed', 'center_day', 'exams_performed = exams_performed - 1'],
  ['deviations_are_all_listed', 'exam_compliance', 'missing_tags = missing_tags + 1'],
  ['outcomes_agree_with_flags', 'ai_reading', "outcome = CASE outcome WHEN 'TP' THEN 'FP' ELSE 'TP' END"],
  ['ai_runs_add_up', 'ai_run_day', 'runs = runs + 1'],
  ['coverage_narrows', 'ai_coverage_month', 'covered = reader_positives + 1'],
  ['waterfall_adds_up', 'center_month', 'net_revenue = net_revenue + 1'],
  ['money_lines_add_up', 'center_month', 'gross_charges = gross_charges + 1'],
  ['denials_are_adjudicated', 'center_month', 'denied_lines = adjudicated_lines + 1'],
  ['every_performed_exam_is_counted', 'center_month', 'exams_performed = exams_performed + 1'],
  ['occupied_minutes_agree', 'center_month', 'occupied_minutes = occupied_minutes + 1'],
  ['capacity_costs_agree', 'center_month', 'used_capacity_cost = used_capacity_cost + 1'],
  ['columns_filled', 'center_day', 'no_shows = NULL'],
  ['exam_money_adds_up', 'exam_money_month', 'fixed_cost = fixed_cost + 1'],
  ['every_performed_exam_has_money', 'exam_money', "month = DATE '2026-02-01'"],
  ['marts_know_their_center', 'ai_coverage_month', "center_code = 'NOWHERE'"],
  ['marts_know_their_scanner', 'scanner_day', "scanner_id = 'NONE'"],
]

function judgedWorld(): Rows {
  const world = cleanWorld(10)
  const cost = (month: string, scanner_id: string | null, amount: number) => ({
    ...{ center_code: 'C1', month, category: 'rent', behaviour: 'fixed', scanner_id, amount },
  })
  world.cost = [cost('2026-03-01', null, 3000), cost('2026-03-01', 'C1-MR1', 5000)]
  world.protocol = [{ protocol_code: 'P', version: 1 }]
  // Series have step a alone, so every exam deviates.
  world.protocol_rule = ['a', 'b'].map((step, i) => ({
    ...{ protocol_code: 'P', version: 1, step, step_order: i + 1, required: true },
    ...{ step_severity: 'major', severity: 'major' },
  }))
  world.exam = world.exam.map((e) => ({ ...e, protocol_code: 'P' }))
  return world
}

test('every invariant of the marts finds the row that breaks it, and nothing in marts as they were built', async () => {
  const { db, close } = await warehouseOf(judgedWorld())
  expect(await failedIn(db)).toEqual([])
  for (const [id, mart, set] of SPOILT) {
    await db.run(`CREATE TEMP TABLE kept AS FROM mart.${mart}`)
    const first = `(SELECT min(rowid) FROM mart.${mart} WHERE center_code = 'C1')`
    const { rowsChanged } = await db.run(`UPDATE mart.${mart} SET ${set} WHERE rowid = ${first}`)
    expect([id, rowsChanged]).toEqual([id, 1])
    // A check of the unknown center reads every row.
    if (set.includes('NOWHERE'))
      await db.run("INSERT INTO dirty_month SELECT 'NOWHERE', month FROM mart.ai_coverage_month")
    expect((await failedIn(db)).map((r) => r.check_name)).toContain(id)
    await db.run(`DELETE FROM mart.${mart}`)
    await db.run(`INSERT INTO mart.${mart} FROM kept`)
    await db.run('DROP TABLE kept')
  }
  expect(await failedIn(db)).toEqual([])
  close()
})

test('a patient who is said to have arrived after the exam began contradicts no definition', async () => {
  const { db, close } = await warehouseOf(judgedWorld())
  await db.run('UPDATE mart.center_day SET wait_minutes_median = -18934555')
  expect((await failedIn(db)).map((r) => r.check_name)).not.toContain('center_day_quantiles_in_order')
  close()
})

test('a row that is in a mart twice blocks', async () => {
  const world = judgedWorld()
  // A second product on the same exams, and a charge of no exam: a pair and a leak.
  world.ai_result = world.ai_result.flatMap((one) => [one, { ...one, product_code: 'SECOND' }])
  const charge = world.charge.find(({ center_code }) => center_code === 'C1')!
  world.charge = [...world.charge, { ...charge, charge_id: 'STRAY', accession_no: 'NOBODY' }]
  const { db, close } = await warehouseOf(world)
  for (const mart of Object.keys(MART_KEYS)) {
    await db.run(`INSERT INTO mart.${mart} FROM mart.${mart} WHERE center_code = 'C1' LIMIT 1`)
  }
  const blocked = (await failedIn(db)).filter((r) => r.check_name.endsWith('_once'))
  expect(blocked.map((r) => [r.check_name, r.severity, r.findings[0]!.center_code])).toEqual(
    Object.keys(MART_KEYS).map((mart) => [`${mart}_once`, 'block', 'C1']),
  )
  close()
})

test('a night reads only the days and months that it built', async () => {
  const { db, close } = await warehouseOf(judgedWorld())
  await db.run('UPDATE mart.scanner_day SET utilization_rate = 1.5')
  await db.run('UPDATE dirty_scope SET is_all = false')
  await db.run("DELETE FROM dirty_day WHERE day <> DATE '2026-03-31'")
  await db.run('DELETE FROM dirty_reading_day')
  const failed = await failedIn(db)
  expect(failed.map((r) => [r.check_name, r.measured])).toEqual([['utilization_within_bounds', 3]])
  close()
})
