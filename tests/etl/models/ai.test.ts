import { expect, test } from 'vitest'
import { at, exam, network } from './builders.ts'
import { builtWarehouse, mart, type World } from './warehouse.ts'

const read = (accession_no: string, findings: string[] | null, more: object = {}) =>
  exam('2026-03-02 09:00', '2026-03-02 09:30', { accession_no, findings, reported_at: at('2026-03-02 12:00'), ...more })

const result = (accession_no: string, finding_code: string, flagged: boolean, more: object = {}) => ({
  ...{ center_code: 'C1', accession_no, product_code: 'AI', product_version: '1', finding_code, status: 'ok', flagged },
  ...{ returned_at: at('2026-03-02 10:00'), updated_at: at('2026-03-02 10:00'), ...more },
})

async function build(world: World) {
  const { db, close } = await builtWarehouse(network(world))
  const readings = await mart(db, 'ai_reading')
  const coverage = await mart(db, 'ai_coverage_month')
  close()
  return { readings, coverage }
}

test('outcomes take the structured report as reference; what is not structured, performed or ok is no reading', async () => {
  const { readings } = await build({
    exam: [read('A', ['X']), read('B', []), read('C', null), read('D', ['X'], { status: 'aborted', performed: false })],
    ai_result: [
      ...[result('A', 'X', true), result('A', 'Y', true), result('B', 'X', false), result('C', 'X', true)],
      ...[result('D', 'X', true), result('A', '*', false, { status: 'failed' }), result('unknown', 'X', true)],
    ],
  })
  expect(readings.map((r) => [r.accession_no, r.finding_code, r.outcome])).toEqual([
    ['A', 'X', 'TP'],
    ['A', 'Y', 'FP'],
    ['B', 'X', 'TN'],
  ])
})

test('of several versions the last that was back by the report is the reading, else the first back', async () => {
  const version = (accession_no: string, product_version: string, time: string) =>
    result(accession_no, 'X', true, { product_version, returned_at: at(`2026-03-02 ${time}`) })
  const { readings } = await build({
    exam: [read('A', ['X']), read('B', ['X'])],
    ai_result: [
      ...[version('A', '1', '10:00'), version('A', '2', '12:00'), version('A', '3', '12:01')],
      ...[version('B', '1', '15:00'), version('B', '2', '13:00'), version('B', '3', '14:00')],
    ],
  })
  expect(readings.map((r) => [r.accession_no, r.product_version])).toEqual([
    ['A', '2'],
    ['B', '2'],
  ])
})

test('equal return times are decided by the later update, then the greater version', async () => {
  const { readings } = await build({
    exam: [read('A', ['X'])],
    ai_result: [
      result('A', 'X', true, { product_version: '9', updated_at: at('2026-03-02 10:00') }),
      result('A', 'X', true, { product_version: '1', updated_at: at('2026-03-02 11:00') }),
      result('A', 'X', true, { product_version: '2', updated_at: at('2026-03-02 11:00') }),
    ],
  })
  expect(readings.map((r) => r.product_version)).toEqual(['2'])
})

test('whether the result was seen first is unknown only where the center never says so in the month', async () => {
  const opened = (accession_no: string, time: string | null, more: object = {}) =>
    result(accession_no, 'X', true, { opened_at: time && at(`2026-03-02 ${time}`), ...more })
  const april = { day: '2026-04-02', started_at: at('2026-04-02 09:00'), completed_at: at('2026-04-02 09:30') }
  const { readings } = await build({
    exam: [read('A', ['X']), read('B', ['X']), read('C', ['X']), read('D', ['X']), read('E', ['X'], april)],
    ai_result: [
      ...[opened('A', '11:59'), opened('B', '12:00'), opened('C', null)],
      ...[opened('D', null, { returned_at: at('2026-03-02 12:01') }), opened('E', null)],
    ],
  })
  expect(readings.map((r) => r.opened_before_report)).toEqual([true, false, false, false, null])
})

test('coverage counts reported findings, those the catalogue could flag and those it did', async () => {
  const { coverage } = await build({
    ai_product: [
      { product_code: 'AI', modality: 'MR', finding_codes: ['X', 'Z'] },
      { product_code: 'CT', modality: 'CT', finding_codes: ['Y'] },
    ],
    exam: [read('A', ['X', 'Y']), read('B', ['X']), read('C', ['X']), read('D', [])],
    ai_result: [result('A', 'X', true), result('B', 'X', false), result('D', 'Z', true)],
  })
  expect(
    coverage.map((c) => [c.finding_code, c.reader_positives, c.coverable, c.covered, c.covered_and_flagged]),
  ).toEqual([
    ['X', 3, 3, 2, 1],
    ['Y', 1, 0, 0, 0],
  ])
})
