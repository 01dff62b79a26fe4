import { expect, test } from 'vitest'
import type { Filter } from '#queries/filter/filter.ts'
import { minutesPage } from '#queries/throughput/minutes-page.ts'
import type { MinutesPage } from '#queries/throughput/minutes-types.ts'
import { center, exam, filterOf, scannerDay } from '../support/facts.ts'
import { warehouse, type Row, type Rows } from '../support/warehouse.ts'

const week = { from: '2026-03-02', to: '2026-03-09' }
const plain = { definition: 'room', against: 'acquisition', money: false } as const

async function page(
  rows: Rows,
  options: Partial<Parameters<typeof minutesPage>[2]> = {},
  filter: Partial<Filter> = week,
) {
  const answer = await minutesPage(await warehouse(rows), filterOf(filter), { ...plain, ...options })
  if (answer.snapshot_id === null) throw new Error('no snapshot')
  return answer
}

const NONE = {
  ...{ down_minutes: 0, acquiring_minutes: 0, on_table_minutes: 0, turnover_minutes: 0, no_show_minutes: 0 },
  ...{ idle_minutes: 0, off_hours_minutes: 0 },
}
const ledger = (row: Row): Row => ({
  ...{ day: '2026-03-02', center_code: 'C1', scanner_id: 'C1-CT1', modality: 'CT' },
  ...NONE,
  ...row,
})

/** The house example of utilization: open from 8 to 18, four exams, 45 minutes booked for each. */
const house: Rows = {
  center: [center('C1')],
  exam: [1, 2, 3, 4].map((i) => exam({ accession_no: `E${i}`, day: '2026-03-02', scheduled_minutes: 45 })),
  'mart.scanner_day': [
    scannerDay({
      ...{ day: '2026-03-02', exams_performed: 4, staffed_minutes: 600, down_minutes: 0, available_minutes: 600 },
      ...{ occupied_minutes: 135, occupied_in_hours_minutes: 100, scanning_minutes: 87 },
    }),
  ],
  'mart.scanner_ledger': [
    ledger({
      ...{ staffed_minutes: 600, acquiring_minutes: 69, on_table_minutes: 31, turnover_minutes: 10 },
      ...{ idle_minutes: 490, off_hours_minutes: 35 },
    }),
  ],
}

const minutesByClass = ({ classes }: MinutesPage) => Object.fromEntries(classes.map((row) => [row.class, row.minutes]))

test('the house example: 69 acquiring, 31 on the table, 10 turnover, 490 idle, 35 more off hours', async () => {
  const answer = await page(house)
  expect(minutesByClass(answer)).toEqual({ acquiring: 69, on_table: 31, turnover: 10, no_show: 0, idle: 490, down: 0 })
  expect(answer).toMatchObject({ staffed_minutes: 600, off_hours_minutes: 35, priced_share: null })
  expect(answer.classes[0]).toMatchObject({ share: 0.115, cost_cny: null })
})

test('the house example by each definition: 16.67 %, 11.5 %, 135 of 1,440, 30 %, 0.4 an hour', async () => {
  const [ct] = (await page(house)).definitions
  expect(ct?.figures.room.value).toBeCloseTo(1 / 6, 9)
  expect(ct?.figures.acquisition.value).toBeCloseTo(0.115, 9)
  expect(ct?.figures.day.value).toBeCloseTo(135 / 1440, 9)
  expect(ct?.figures.slots).toMatchObject({ value: 0.3, numerator: 180, n: 600 })
  expect(ct?.figures.exams_per_hour).toMatchObject({ value: 0.4, numerator: 4, n: 10 })
})

test('two definitions differ by the minutes that only one of them counts', async () => {
  const { difference } = await page(house, { definition: 'room', against: 'acquisition' })
  const used = Object.fromEntries(difference.map((row) => [row.kind, row.used_minutes - row.used_minutes_against]))
  expect(used).toEqual({ acquiring: 0, on_table: 31, turnover: 0, idle: 0 })
  const day = await page(house, { definition: 'day', against: 'room' })
  const sum = (side: 'used_minutes' | 'base_minutes') => day.difference.reduce((total, row) => total + row[side], 0)
  expect([sum('used_minutes'), sum('base_minutes')]).toEqual([135, 1440])
  expect(day.difference.find(({ kind }) => kind === 'unstaffed')).toMatchObject({ base_minutes: 840 })
})

test('minutes are priced by the staffed minute of the month, for who may see money', async () => {
  const rows = {
    ...house,
    'mart.scanner_month': [
      {
        month: '2026-03-01',
        center_code: 'C1',
        scanner_id: 'C1-CT1',
        own_fixed_cost: 1200,
        cost_per_staffed_minute: 2,
      },
    ],
  }
  const answer = await page(rows, { money: true })
  expect(answer.classes.map(({ cost_cny }) => cost_cny)).toEqual([138, 62, 20, 0, 980, 0])
  expect(answer).toMatchObject({ priced_share: 1, scanners: [{ lost_cny: 1000 }] })
  const told = await page(rows, { money: false })
  expect(told.classes.every(({ cost_cny }) => cost_cny === null)).toBe(true)
  expect(told.scanners[0]?.lost_cny).toBeNull()
})

test('minutes of a month whose ledger has not come have the last price known', async () => {
  const month = { center_code: 'C1', scanner_id: 'C1-CT1', own_fixed_cost: 1200 }
  const answer = await page(
    {
      ...house,
      'mart.scanner_month': [
        { ...month, month: '2025-12-01', cost_per_staffed_minute: 5 },
        { ...month, month: '2026-01-01', cost_per_staffed_minute: 2 },
        { ...month, month: '2026-03-01', cost_per_staffed_minute: null },
      ],
    },
    { money: true },
  )
  expect(answer).toMatchObject({ priced_share: 0, scanners: [{ lost_cny: 1000 }] })
})

test('the costliest losses are a scanner and class each, with the days that hold most of them', async () => {
  const day = (day: string, row: Row) => ledger({ day, staffed_minutes: 600, ...row })
  const { losses } = await page({
    center: [center('C1')],
    'mart.scanner_ledger': [
      day('2026-03-02', { idle_minutes: 100, down_minutes: 500 }),
      day('2026-03-03', { idle_minutes: 300, turnover_minutes: 40, acquiring_minutes: 260 }),
      day('2026-03-04', { scanner_id: 'C1-CT2', no_show_minutes: 60, acquiring_minutes: 540 }),
    ],
  })
  expect(losses.map((loss) => [loss.scanner_id, loss.class, loss.minutes, loss.days.map((d) => d.day)])).toEqual([
    ['C1-CT1', 'down', 500, ['2026-03-02']],
    ['C1-CT1', 'idle', 400, ['2026-03-03', '2026-03-02']],
    ['C1-CT2', 'no_show', 60, ['2026-03-04']],
  ])
})

test('classes add up to staffed minutes, and a period split in two has the same minutes', async () => {
  const rows = {
    center: [center('C1')],
    'mart.scanner_ledger': Array.from({ length: 7 }, (_, i) =>
      ledger({
        ...{ day: `2026-03-0${i + 2}`, staffed_minutes: 600, acquiring_minutes: 50 + 7 * i, on_table_minutes: 30 + i },
        ...{ turnover_minutes: 11 * i, no_show_minutes: 3, down_minutes: i === 4 ? 90 : 0 },
        idle_minutes: 600 - 83 - 19 * i - (i === 4 ? 90 : 0),
      }),
    ),
  }
  const whole = await page(rows)
  const halves = [
    await page(rows, {}, { from: '2026-03-02', to: '2026-03-05' }),
    await page(rows, {}, { from: '2026-03-05', to: '2026-03-09' }),
  ]
  const sum = (values: (number | null)[]) => values.reduce<number>((a, b) => a + (b ?? 0), 0)
  expect(sum(whole.classes.map(({ minutes }) => minutes))).toBe(whole.staffed_minutes)
  for (const [place, { minutes }] of whole.classes.entries())
    expect(sum(halves.map(({ classes }) => classes[place]!.minutes))).toBe(minutes)
  for (const group of [whole.days, whole.weekdays])
    expect(sum(group.map((row) => row.idle_minutes))).toBe(whole.classes[4]!.minutes)
})

test('a scanner whose hours are unknown has no place in the ledger', async () => {
  const answer = await page({ 'mart.scanner_day': [scannerDay({ day: '2026-03-02', occupied_minutes: 300 })] })
  expect(answer).toMatchObject({ staffed_minutes: null, scanners: [], definitions: [], losses: [], difference: [] })
  expect(answer.classes.every(({ minutes, share }) => minutes === null && share === null)).toBe(true)
})
