import { expect, test } from 'vitest'
import { runChecks } from '#etl/checks/index.ts'
import { exam, network, rule } from './builders.ts'
import { builtWarehouse } from './warehouse.ts'

test('codes that the reference data does not know are listed with what to do', async () => {
  const { db, close } = await builtWarehouse(
    network({
      procedure: [{ procedure_code: 'KNOWN' }],
      exam: [
        exam('2026-03-02 09:00', '2026-03-02 09:30', { procedure_code: 'KNOWN' }),
        exam('2026-03-02 10:00', '2026-03-02 10:30', { procedure_code: 'NEW', protocol_code: 'P', findings: ['F'] }),
      ],
    }),
  )
  const failed = (await runChecks(db)).filter((check) => !check.passed)
  expect(failed.map((check) => check.check_name)).toEqual(['unknown_procedure', 'unknown_protocol', 'unknown_finding'])
  expect(failed[0]).toMatchObject({ severity: 'warn', measured: 1, detail: expect.stringMatching(/^NEW \(1\)\. Add/) })
  close()
})

test('a rule on a keyword that series never keep, and an exam dated a lifetime ago, are found', async () => {
  const { db, close } = await builtWarehouse(
    network({
      protocol: [{ protocol_code: 'P', version: 1 }],
      protocol_rule: [rule('a', 1, { parameter: 'ProtocolName', max_value: 1 })],
      exam: [exam('1970-01-02 09:00', '1970-01-02 09:30')],
    }),
  )
  const failed = (await runChecks(db)).filter((check) => !check.passed)
  expect(failed.map((check) => check.check_name)).toEqual(['exam_days_plausible', 'rule_on_dropped_parameter'])
  close()
})

test('an invariant selects the row that breaks it', async () => {
  const { db, close } = await builtWarehouse(network({ exam: [exam('2026-03-02 09:00', '2026-03-02 09:30')] }))
  expect((await runChecks(db)).every((check) => check.passed)).toBe(true)
  await db.run('UPDATE mart.scanner_day SET utilization_rate = 1.2')
  await db.run('UPDATE mart.center_month SET adjustments = 1')
  const failed = (await runChecks(db)).filter((check) => !check.passed)
  expect(failed.map((check) => [check.check_name, check.measured])).toEqual([
    ['utilization_within_bounds', 1],
    ['waterfall_adds_up', 1],
  ])
  close()
})
