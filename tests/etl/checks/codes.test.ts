import { expect, test } from 'vitest'
import { exam, network, rule } from '../models/builders.ts'
import { cleanWorld, dayBefore, failedIn, foundIn, warehouseOf } from './world.ts'

test('codes that the reference data does not know are listed with what to do', async () => {
  const { db, close } = await warehouseOf(
    network({
      procedure: [{ procedure_code: 'KNOWN' }],
      exam: [
        exam('2026-03-02 09:00', '2026-03-02 09:30', { procedure_code: 'KNOWN' }),
        exam('2026-03-02 10:00', '2026-03-02 10:30', { procedure_code: 'NEW', protocol_code: 'P', findings: ['F'] }),
      ],
    }),
  )
  const failed = await failedIn(db)
  expect(failed.map((check) => check.check_name)).toEqual([
    'network_late',
    'unknown_procedure',
    'unknown_protocol',
    'unknown_finding',
  ])
  expect(failed[1]).toMatchObject({ severity: 'warn', measured: 1, detail: expect.stringMatching(/^NEW \(1\)\. Add/) })
  close()
})

test('an AI product that was never registered is found, three months long', async () => {
  const world = cleanWorld()
  const rename = (day: string) => {
    const renamed = world.ai_result.find((r) => r.accession_no === `C2-${day}-3`)!
    renamed.product_code = `NEW ${day}`
  }
  rename(dayBefore(1))
  rename(dayBefore(95))
  expect(await foundIn(world)).toEqual([`unknown_ai_product NEW ${dayBefore(1)}`])
})

test('a rule on a keyword that series never keep, and an exam dated a lifetime ago, are found', async () => {
  const { db, close } = await warehouseOf(
    network({
      procedure: [{ procedure_code: 'KNOWN' }],
      protocol: [{ protocol_code: 'P', version: 1 }],
      protocol_rule: [rule('a', 1, { parameter: 'ProtocolName', max_value: 1 })],
      exam: [exam('1970-01-02 09:00', '1970-01-02 09:30', { procedure_code: 'KNOWN' })],
    }),
  )
  const failed = await failedIn(db)
  expect(failed.map((check) => check.check_name)).toEqual(['exam_days_plausible', 'rule_on_dropped_parameter'])
  close()
})
