import { expect, test } from 'vitest'
import type { Filter } from '#queries/filter/filter.ts'
import { changePage } from '#queries/profitability/change-page.ts'
import { EFFECTS, type Beside, type ChangePage, type Effect } from '#queries/profitability/change-types.ts'
import { Draws } from '../support/draws.ts'
import { filterOf } from '../support/facts.ts'
import { warehouse } from '../support/warehouse.ts'
import { madeBooks, type MadeMonth } from './made-books.ts'

const [JAN, FEB] = ['2026-01-01', '2026-02-01']
const FEBRUARY = { from: FEB, to: '2026-03-01' }

async function page(
  centers: Record<string, Record<string, MadeMonth>>,
  filter: Partial<Filter> = FEBRUARY,
  beside: Beside = 'months',
): Promise<ChangePage> {
  const answer = await changePage(await warehouse(madeBooks(centers)), filterOf(filter), beside)
  if (answer.snapshot_id === null) throw new Error('no snapshot')
  return answer
}

/** 100 CT at 200 and 50 MR at 400 make 40,000; 10 % to the partner, 60 an exam variable, 12,000 fixed: 15,000 are left. */
const base: MadeMonth = {
  exams: { CT: 100, MR: 50 },
  lines: [
    { modality: 'CT', lines: 60, charge: 200 },
    { modality: 'CT', payer: 'commercial', lines: 40, charge: 200 },
    { modality: 'MR', lines: 50, charge: 400 },
  ],
  share: 0.1,
  variable: 9000,
  fixed: 12000,
}

/** What moved, by the effects that are not 0. */
async function effectsOf(after: MadeMonth, before = base) {
  const { together } = await page({ C1: { [JAN]: before, [FEB]: after } })
  if (!together) throw new Error('nothing explained')
  const moved = EFFECTS.filter((name) => together[name] !== 0).map((name) => [name, together[name]])
  return { ...together, moved: Object.fromEntries(moved) as Partial<Record<Effect, number>> }
}

test('twice the exams at everything as it was is volume alone: another contribution of the month', async () => {
  const twice: MadeMonth = {
    ...base,
    exams: { CT: 200, MR: 100 },
    lines: base.lines.map((row) => ({ ...row, lines: 2 * row.lines })),
    variable: 18000,
  }
  // 36,000 net revenue − 9,000 variable cost.
  expect(await effectsOf(twice)).toMatchObject({ before: 15000, after: 42000, moved: { volume: 27000 } })
})

test('a dearer procedure is price alone, less the partner’s share of it', async () => {
  const [self, commercial, mr] = base.lines
  const dearer = { ...base, lines: [self!, commercial!, { ...mr!, charge: 440 }] }
  expect((await effectsOf(dearer)).moved).toEqual({ price: 1800 })
})

test('as many exams of another modality are mix, as much as they bring more', async () => {
  const lines = [base.lines[0]!, { ...base.lines[1]!, lines: 10 }, { ...base.lines[2]!, lines: 80 }]
  const { moved } = await effectsOf({ ...base, exams: { CT: 70, MR: 80 }, lines })
  // 30 exams at 400 instead of 200, of which 90 % stay; CT is paid by others now, but at the same price.
  expect(moved).toEqual({ modality_mix: 5400 })
})

test('payers that pay less for the same exams are payer mix', async () => {
  const before = {
    ...base,
    lines: [base.lines[0]!, { ...base.lines[1]!, allowed: 150 }, base.lines[2]!],
  }
  const after = {
    ...before,
    lines: [{ ...before.lines[0]!, lines: 50 }, { ...before.lines[1]!, lines: 50 }, before.lines[2]!],
  }
  expect((await effectsOf(after, before)).moved).toEqual({ payer_mix: -450 })
})

test('denied lines, another share of the partner, variable and fixed cost each stand alone', async () => {
  const [self, commercial, mr] = base.lines
  const denied = { ...base, lines: [self!, { ...commercial!, denied: 4 }, mr!] }
  expect((await effectsOf(denied)).moved).toEqual({ denials: -720 })
  expect((await effectsOf({ ...base, share: 0.2 })).moved).toEqual({ partner_share: -4000 })
  expect((await effectsOf({ ...base, variable: 9300 })).moved).toEqual({ variable_cost: -300 })
  expect((await effectsOf({ ...base, fixed: 11000 })).moved).toEqual({ fixed_cost: 1000 })
})

test('what is settled with the partner itself is shared with nobody', async () => {
  const before = {
    ...base,
    lines: [...base.lines, { modality: 'extra', payer: 'partner_settlement', lines: 10, charge: 100 }],
  }
  const after = { ...before, lines: [...base.lines, { ...before.lines[3]!, charge: 150 }] }
  expect((await effectsOf(after, before)).moved).toEqual({ price: 500 })
})

test('what two changes do together is interaction, a bar of its own', async () => {
  const after: MadeMonth = {
    ...base,
    exams: { CT: 200, MR: 100 },
    lines: base.lines.map((row) => ({ ...row, lines: 2 * row.lines, charge: 1.1 * row.charge })),
    variable: 18000,
  }
  // 10 % more on 36,000 is 3,600; on the exams that came as well it is as much again.
  expect((await effectsOf(after)).moved).toEqual({ volume: 27000, price: 3600, interaction: 3600 })
})

test('a month without exams moves by volume and fixed cost', async () => {
  const after = { exams: {}, lines: [], variable: 100, fixed: 12500 }
  expect((await effectsOf(after)).moved).toEqual({ volume: -27100, fixed_cost: -500 })
})

function randomMonth(draws: Draws): MadeMonth {
  const modalities = ['CT', 'MR', 'DX', 'US'].filter(() => draws.float() < 0.6)
  const money = (most: number) => Math.round(draws.float() * most * 100) / 100
  return {
    exams: Object.fromEntries(modalities.map((name) => [name, Math.floor(draws.float() * 40)])),
    lines: [...modalities, 'extra', 'NM'].flatMap((modality) =>
      ['self_pay', 'commercial', 'partner_settlement']
        .filter(() => draws.float() < 0.6)
        .map((payer) => {
          const lines = Math.floor(draws.float() * 6)
          const charge = money(900)
          return {
            modality,
            payer,
            lines,
            charge,
            allowed: money(charge),
            denied: Math.floor(draws.float() * (lines + 1)),
          }
        }),
    ),
    share: Math.round(draws.float() * 60) / 100,
    variable: money(9000),
    fixed: money(20000),
  }
}

const fen = (amount: number) => Math.round(amount * 100)

test('effects add up to the change to the fen on random networks, by center and together', async () => {
  const draws = new Draws(41)
  const centers = Object.fromEntries(
    Array.from({ length: 120 }, (_, i) => [`C${i}`, { [JAN]: randomMonth(draws), [FEB]: randomMonth(draws) }]),
  )
  // A center that had no exams in the first week of January began in between.
  for (const months of Object.values(centers)) months[JAN]!.exams = { CT: 1, ...months[JAN]!.exams }
  for (const beside of ['months', 'network'] as const) {
    const filter = beside === 'network' ? { ...FEBRUARY, center: ['C7'] } : FEBRUARY
    const { together, centers: rows, bars } = await page(centers, filter, beside)
    expect(rows).toHaveLength(beside === 'network' ? 1 : 120)
    for (const row of [together!, ...rows]) {
      expect(EFFECTS.reduce((sum, name) => sum + fen(row[name]), 0)).toBe(fen(row.after) - fen(row.before))
      for (const name of EFFECTS) expect(fen(row[name]) / 100).toBe(row[name])
    }
    expect(rows.reduce((sum, row) => sum + fen(row.change), 0)).toBe(fen(together!.change))
    expect(bars.slice(1, -1).reduce((sum, bar) => sum + fen(bar.amount), fen(bars[0]!.amount))).toBe(
      fen(bars.at(-1)!.amount),
    )
  }
})

test('only centers closed in both months are compared, and the others are named', async () => {
  const months = { [JAN]: base, [FEB]: { ...base, fixed: 11000 } }
  const { centers, filters, together } = await page({
    C1: months,
    C2: { ...months, [JAN]: { ...base, state: 'open' } },
  })
  expect(centers.map((row) => row.center_code)).toEqual(['C1'])
  expect(together).toMatchObject({ before: 15000, after: 16000, fixed_cost: 1000 })
  expect(filters.comparison.left_out).toMatchObject([{ center_code: 'C2', why: 'not_closed' }])
})

test('the same month of the year before is asked for by the filter', async () => {
  const { together, filters } = await page(
    { C1: { '2025-02-01': { ...base, fixed: 10000 }, [JAN]: base, [FEB]: base } },
    { ...FEBRUARY, compare: 'year' },
  )
  expect(filters.previous).toEqual({ from: '2025-02-01', to: '2025-03-01' })
  expect(together).toMatchObject({ before: 17000, after: 15000, fixed_cost: -2000, change: -2000 })
})

test('a center stands beside the average of the other centers of its month', async () => {
  const centers = {
    C1: { [FEB]: base },
    C2: { [FEB]: { ...base, fixed: 14000 } },
    C3: { [FEB]: { ...base, fixed: 17000 } },
    C4: { [FEB]: { ...base, state: 'open' as const } },
  }
  const answer = await page(centers, { ...FEBRUARY, center: ['C1'] }, 'network')
  expect(answer.together).toMatchObject({ before: 11500, after: 15000, fixed_cost: 3500, interaction: 0 })
  expect(answer).toMatchObject({ centers_before: 2, left_out: [{ center_code: 'C4' }], why_not: null })
  expect(answer.modalities).toMatchObject([
    { modality: 'CT', exams_before: 100, exams_after: 100, paid_before: 20000 },
    { modality: 'MR', exams_before: 50, exams_after: 50, paid_before: 20000 },
  ])
})

test('why nothing is explained is said', async () => {
  const alone = { C1: { [FEB]: base } }
  expect(await page(alone)).toMatchObject({ why_not: 'none_comparable', together: null, bars: [], centers: [] })
  expect(await page(alone, FEBRUARY, 'network')).toMatchObject({ why_not: 'one_center' })
  expect(await page(alone, { ...FEBRUARY, compare: 'none' })).toMatchObject({ why_not: 'not_asked' })
  expect(await page({ C1: { [FEB]: { ...base, state: 'open' } } })).toMatchObject({ why_not: 'no_closed_month' })
})
