import { expect, test } from 'vitest'
import { center, exam, network, scanner } from './builders.ts'
import { builtWarehouse, mart, type World } from './warehouse.ts'

async function build(world: World) {
  const { db, close } = await builtWarehouse(network(world))
  const months = await mart(db, 'center_month', "month = '2026-03-01'")
  const scanners = await mart(db, 'scanner_month')
  close()
  return { month: months[0]!, scanners }
}

let serial = 0
const charge = (status: string, charge_amount: number, more: object = {}) => ({
  ...{
    center_code: 'C1',
    charge_id: `B${++serial}`,
    status,
    charge_amount,
    service_date: '2026-03-02',
    payer_class: 'self_pay',
    ...more,
  },
})
const cost = (behaviour: string, amount: number, scanner_id: string | null = null) => ({
  ...{ center_code: 'C1', month: '2026-03-01', category: 'other', behaviour, amount, scanner_id },
})

test('the waterfall adds up and void lines are left out', async () => {
  const { month } = await build({
    charge: [
      charge('paid', 1000, {
        allowed_amount: 900,
        insurer_paid: 500,
        patient_paid: 400,
        refunded: 50,
        payer_class: 'commercial',
      }),
      charge('partly_paid', 200, { allowed_amount: 150, patient_paid: 30 }),
      charge('billed', 300),
      charge('billed', 100, { allowed_amount: 80 }),
      charge('denied', 400, { allowed_amount: 400, payer_class: 'urban_employee' }),
      charge('denied', 70, { allowed_amount: 70 }),
      charge('refunded', 60, { allowed_amount: 60, patient_paid: 60, refunded: 60 }),
      charge('written_off', 40, { allowed_amount: 25 }),
      charge('void', 9999),
    ],
  })
  expect(month).toMatchObject({
    ...{ gross_charges: 2170, allowed: 1130, refunds: 50, collected: 880, pending_charges: 300, denied_charges: 470 },
    ...{ refunded_charges: 60, written_off: 25, adjustments: 2170 - 1130 - 470 - 60 - 25 - 300 },
    // 120 of the partly paid line, 300 and 100 of the billed ones.
    ...{ outstanding: 520, adjudicated_lines: 2, denied_lines: 1, net_revenue: 1080, month_state: 'open' },
    ...{ variable_cost: null, fixed_cost: null, contribution: null, operating_profit: null, used_capacity_cost: null },
  })
})

test("the partner's share is that of the service date, without partner settlements, rounded once", async () => {
  const { month } = await build({
    center: [center({ partner_share: 0.3 })],
    partner_terms: [{ center_code: 'C1', effective_from: '2026-03-15', partner_share: 0.5 }],
    charge: [
      charge('paid', 0.05, { allowed_amount: 0.05 }),
      charge('paid', 100.01, { allowed_amount: 100.01, service_date: '2026-03-15' }),
      charge('paid', 77, { allowed_amount: 77, payer_class: 'partner_settlement' }),
    ],
  })
  // 0.015 + 50.005 = 50.02; rounded line by line it would be 50.03.
  expect(month).toMatchObject({ partner_payout: 50.02, net_revenue: 127.04 })
})

test('a month closes when it is over, its costs have come and little is pending', async () => {
  const later = exam('2026-04-01 09:00', '2026-04-01 09:30')
  const lines = [charge('paid', 950, { allowed_amount: 950 }), charge('billed', 50)]
  const state = async (world: World) => (await build(world)).month.month_state
  expect(await state({ exam: [later], charge: lines, cost: [cost('fixed', 1)] })).toBe('closed')
  expect(await state({ exam: [later], charge: [...lines, charge('billed', 1)], cost: [cost('fixed', 1)] })).toBe('open')
  expect(await state({ exam: [later], charge: lines })).toBe('open')
  expect(await state({ charge: lines, cost: [cost('fixed', 1)] })).toBe('open')
})

test('capacity cost is used, down and unused by scanner, shared by own fixed cost', async () => {
  // One staffed day of 600 minutes: 480 practical. S1 works 120 in hours, S2 600.
  const { scanners, month } = await build({
    scanner: [scanner(), scanner({ scanner_id: 'S2' })],
    exam: [
      exam('2026-03-02 09:00', '2026-03-02 11:00'),
      exam('2026-03-02 08:00', '2026-03-02 18:00', { scanner_id: 'S2' }),
    ],
    cost: [cost('fixed', 300, 'S1'), cost('fixed', 100, 'S2'), cost('fixed', 80), cost('variable', 5)],
  })
  expect(scanners).toMatchObject([
    {
      scanner_id: 'S1',
      own_fixed_cost: 300,
      shared_fixed_cost: 60,
      practical_minutes: 480,
      capacity_cost_per_minute: 0.75,
      used_capacity_cost: 90,
      unused_capacity_cost: 270,
    },
    {
      scanner_id: 'S2',
      own_fixed_cost: 100,
      shared_fixed_cost: 20,
      used_capacity_cost: 120,
      down_capacity_cost: 0,
      unused_capacity_cost: 0,
    },
  ])
  expect(month).toMatchObject({
    practical_capacity_minutes: 960,
    occupied_minutes: 720,
    used_capacity_cost: 210,
    fixed_cost: 480,
    variable_cost: 5,
  })
})

test('without any own cost the shared cost follows staffed minutes, and without staffed minutes all is unused', async () => {
  const { scanners } = await build({
    scanner: [
      scanner(),
      scanner({ scanner_id: 'S2', staffed_hours: '1 08:00-13:00' }),
      scanner({ scanner_id: 'S3', retired_on: '2026-01-01' }),
    ],
    exam: [exam('2026-03-02 09:00', '2026-03-02 10:00')],
    cost: [cost('fixed', 90)],
  })
  expect(scanners.map((s) => [s.shared_fixed_cost, s.unused_capacity_cost, s.capacity_cost_per_minute])).toEqual([
    [60, 52.5, 0.125],
    [30, 30, 0.125],
    [0, 0, null],
  ])
  // 90 over 900 staffed minutes, by scanner 60 over 600 and 30 over 300.
  expect(scanners.map((s) => s.cost_per_staffed_minute)).toEqual([0.1, 0.1, null])
})

test('a scanner whose hours are unknown leaves its own and its center’s capacity figures null', async () => {
  const { scanners, month } = await build({
    scanner: [scanner(), scanner({ scanner_id: 'S2', staffed_hours: null })],
    exam: [exam('2026-03-02 09:00', '2026-03-02 10:00')],
    cost: [cost('fixed', 100, 'S1')],
  })
  expect(scanners[0]).toMatchObject({ practical_minutes: 480, unused_capacity_cost: 87.5 })
  expect(scanners[1]).toMatchObject({
    own_fixed_cost: 0,
    practical_minutes: null,
    used_capacity_cost: null,
    unused_capacity_cost: null,
  })
  expect(scanners.map((s) => s.occupied_in_hours_minutes)).toEqual([60, null])
  expect(month).toMatchObject({
    practical_capacity_minutes: null,
    occupied_in_hours_minutes: null,
    used_capacity_cost: null,
    occupied_minutes: 60,
    fixed_cost: 100,
  })
})

test('a net revenue below zero has no margin', async () => {
  const { month } = await build({
    charge: [charge('paid', 10, { allowed_amount: 10, refunded: 50 })],
    cost: [cost('variable', 10)],
  })
  expect(month).toMatchObject({ net_revenue: -40, operating_profit: -50, operating_margin_rate: null })
})

test('a month without charges has zero revenue and no margin', async () => {
  const { month } = await build({ cost: [cost('variable', 10)] })
  expect(month).toMatchObject({
    net_revenue: 0,
    variable_cost: 10,
    fixed_cost: 0,
    operating_profit: -10,
    operating_margin_rate: null,
  })
})
