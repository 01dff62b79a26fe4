import { expect, test } from 'vitest'
import { center, exam, network, scanner } from './builders.ts'
import { builtWarehouse, changeInto, mart, type World } from './warehouse.ts'

async function build(world: World) {
  const { db, close } = await builtWarehouse(network(world))
  const exams = await mart(db, 'exam_money')
  const lines = await mart(db, 'exam_money_month')
  close()
  return { exams, lines }
}

const on = (accession_no: string, from: string, to: string, more: object = {}) =>
  exam(`2026-03-02 ${from}`, `2026-03-02 ${to}`, { accession_no, ...more })
let serial = 0
const charge = (accession_no: string, status: string, charge_amount: number, more: object = {}) => ({
  ...{ center_code: 'C1', charge_id: `B${++serial}`, accession_no, status, charge_amount },
  ...{ service_date: '2026-03-02', payer_class: 'self_pay', ...more },
})
const paid = (accession_no: string, amount: number, more: object = {}) =>
  charge(accession_no, 'paid', amount, { allowed_amount: amount, ...more })
const cost = (behaviour: string, amount: number, scanner_id: string | null = null, month = '2026-03-01') => ({
  ...{ center_code: 'C1', month, category: 'other', behaviour, amount, scanner_id },
})

test('an exam brings its lines that count, less refunds and the partner’s share on the service date', async () => {
  const { exams } = await build({
    center: [center({ partner_share: 0.3 })],
    partner_terms: [{ center_code: 'C1', effective_from: '2026-03-15', partner_share: 0.5 }],
    exam: [on('A', '09:00', '09:30'), on('B', '10:00', '10:30'), on('C', '11:00', '11:30', { performed: false })],
    charge: [
      paid('A', 100, { refunded: 10 }),
      paid('A', 40, { service_date: '2026-03-20' }),
      paid('A', 7, { payer_class: 'partner_settlement' }),
      charge('A', 'billed', 11),
      charge('A', 'denied', 300, { allowed_amount: 300 }),
      charge('A', 'void', 1000, { allowed_amount: 1000 }),
    ],
  })
  // 90 × 0.7 + 40 × 0.5 + 7; an exam without lines has 0, one that was not performed has no row.
  expect(exams).toMatchObject([
    {
      ...{ accession_no: 'A', payer_class: 'several', charge_lines: 5, gross_charges: 458, allowed: 147 },
      ...{ net_revenue: 90, variable_cost: null },
    },
    {
      accession_no: 'B',
      payer_class: null,
      charge_lines: 0,
      gross_charges: 0,
      allowed: 0,
      net_revenue: 0,
      contribution: null,
      margin: null,
    },
  ])
})

test('capacity cost follows the minutes on the table in staffed hours, overlapping or not', async () => {
  // 600 staffed minutes on one day, 480 practical, 480 CNY: one yuan a minute. The union of A and B is 45 minutes, C runs 30 of 60 in hours.
  const { exams, lines } = await build({
    exam: [on('A', '09:00', '09:30'), on('B', '09:15', '09:45'), on('C', '17:30', '18:30')],
    charge: [paid('A', 100)],
    cost: [cost('fixed', 480, 'S1')],
  })
  expect(exams.map((e) => [e.accession_no, e.table_minutes])).toEqual([
    ['A', 30],
    ['B', 30],
    ['C', 30],
  ])
  for (const e of exams) expect(e.capacity_cost).toBeCloseTo(75 / 3, 9)
  expect(exams[0]!.margin).toBeCloseTo(75, 9)
  expect(lines).toMatchObject([{ line: 'capacity_not_used', fixed_cost: 405 }])
})

test('an exam on a day on which nobody is staffed uses no capacity, one that runs past midnight that of both days', async () => {
  const { exams } = await build({
    scanner: [scanner({ staffed_hours: '1-2 00:00-24:00' })],
    exam: [
      on('A', '23:30', '23:40', { completed_at: '2026-03-02T16:20:00Z' }),
      exam('2026-03-03 23:50', '2026-03-04 00:20', { accession_no: 'B' }),
      exam('2026-03-05 09:00', '2026-03-05 10:00', { accession_no: 'C' }),
    ],
    cost: [cost('fixed', 2880, 'S1')],
  })
  expect(exams.map((e) => e.table_minutes)).toEqual([50, 10, 0])
  expect(exams[2]!.capacity_cost).toBe(0)
})

test('what is down is not on the table, and unknown hours leave minutes and capacity cost unknown', async () => {
  const { exams } = await build({
    scanner: [scanner(), scanner({ scanner_id: 'S2', staffed_hours: null })],
    exam: [on('A', '09:00', '10:00'), on('B', '09:00', '10:00', { scanner_id: 'S2' })],
    scanner_state: [
      {
        ...{ center_code: 'C1', scanner_id: 'S1', event_id: 'd', state: 'down' },
        ...{ started_at: '2026-03-02T01:20:00Z', ended_at: '2026-03-02T01:30:00Z' },
      },
    ],
    cost: [cost('fixed', 100, 'S1'), cost('variable', 10)],
  })
  expect(exams.map((e) => [e.table_minutes, e.capacity_cost === null, e.variable_cost, e.margin === null])).toEqual([
    [50, false, 5, false],
    [null, true, 5, true],
  ])
})

test('variable costs are shared evenly by the exams of their scanner, the others by all of the center', async () => {
  const { exams, lines } = await build({
    scanner: [scanner(), scanner({ scanner_id: 'S2' }), scanner({ scanner_id: 'S3' })],
    exam: [on('A', '09:00', '09:30'), on('B', '10:00', '10:30'), on('C', '09:00', '09:30', { scanner_id: 'S2' })],
    cost: [cost('variable', 30), cost('variable', 8, 'S1'), cost('variable', 5, 'S3')],
  })
  expect(exams.map((e) => e.variable_cost)).toEqual([14, 14, 10])
  expect(lines).toMatchObject([{ line: 'variable_without_exam', variable_cost: 5 }])
})

test('charges that are not of the month of their exam stand between the two as lines', async () => {
  const { exams, lines } = await build({
    exam: [on('A', '09:00', '09:30')],
    charge: [
      paid('A', 100),
      paid('A', 40, { service_date: '2026-04-01' }),
      paid('nobody', 7),
      charge('nobody', 'void', 1000),
    ],
  })
  expect(exams).toMatchObject([{ gross_charges: 140, other_month_gross_charges: 40, other_month_lines: 1 }])
  expect(lines).toMatchObject([
    { month: '2026-03-01', line: 'service_in_another_month', gross_charges: -40, allowed: -40, net_revenue: -40 },
    { month: '2026-03-01', line: 'without_exam', gross_charges: 7, net_revenue: 7, charge_lines: 1 },
    { month: '2026-04-01', line: 'exam_of_another_month', gross_charges: 40, allowed: 40, net_revenue: 40 },
  ])
})

test('the rounding of the partner’s payout is a line of its own', async () => {
  const { lines } = await build({
    center: [center({ partner_share: 0.3 })],
    exam: [on('A', '09:00', '09:30')],
    charge: [paid('A', 0.05)],
  })
  // 0.015 are paid out as 0.02.
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatchObject({ line: 'partner_rounding', gross_charges: 0 })
  expect(lines[0]!.net_revenue).toBeCloseTo(-0.005, 12)
})

test('a late charge changes its exam alone, a ledger all exams of its month', async () => {
  const exams = [on('A', '09:00', '09:30'), exam('2026-03-03 09:00', '2026-03-03 09:30', { accession_no: 'B' })]
  const march = exam('2026-04-01 09:00', '2026-04-01 09:30', { accession_no: 'C' })
  const world = (charges: object[], costs: object[]) =>
    network({ exam: [...exams, march], charge: charges, cost: costs })
  const { db, close } = await builtWarehouse(world([], []))
  const figures = async () =>
    (await mart(db, 'exam_money')).map((e) => [e.accession_no, e.net_revenue, e.variable_cost, e.table_minutes])
  await changeInto(db, world([paid('A', 100, { service_date: '2026-04-05' })], []))
  expect(await figures()).toEqual([
    ['A', 100, null, 30],
    ['B', 0, null, 30],
    ['C', 0, null, 30],
  ])
  await changeInto(db, world([paid('A', 100, { service_date: '2026-04-05' })], [cost('variable', 12)]))
  expect(await figures()).toEqual([
    ['A', 100, 6, 30],
    ['B', 0, 6, 30],
    ['C', 0, null, 30],
  ])
  close()
})
