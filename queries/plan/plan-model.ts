import {
  LEVERS,
  type PlanCell,
  type PlanCenter,
  type PlanLevers,
  type PlannedCenter,
  type PlanResult,
} from './plan-types.ts'
import { NO_LEVERS } from './plan-levers.ts'

const by = (percent: number | undefined) => 1 + (percent ?? 0) / 100

/** What a line of a payer brings in a modality over all centers, fen; where a center has no line of that payer of its own. */
export type LinePrices = (modality: string, payer: string) => number | null

export function linePrices(centers: PlanCenter[]): LinePrices {
  const sums = new Map<string, { lines: number; paid: number }>()
  for (const { cells } of centers)
    for (const { modality, payer_class, lines, paid } of cells) {
      const key = `${modality} ${payer_class}`
      const sum = sums.get(key) ?? { lines: 0, paid: 0 }
      sums.set(key, { lines: sum.lines + lines, paid: sum.paid + paid })
    }
  return (modality, payer) => {
    const sum = sums.get(`${modality} ${payer}`)
    return sum && sum.lines > 0 ? sum.paid / sum.lines : null
  }
}

function examsOf({ modalities }: PlanCenter, { volume }: PlanLevers): number {
  return Object.entries(modalities).reduce((sum, [name, { exams }]) => sum + exams * by(volume[name]), 0)
}

/** How many times as many lines of a modality there are; lines beside exams follow all of them. */
function linesFactor(center: PlanCenter, levers: PlanLevers, modality: string, allExams: number): number {
  const exams = center.modalities[modality]?.exams ?? 0
  if (exams > 0) return by(levers.volume[modality])
  return center.exams > 0 ? allExams / center.exams : 1
}

/** Lines that another payer pays now, and what they bring: the other's price in that modality, else as they did. */
function moved(center: PlanCenter, { mix }: PlanLevers, cell: PlanCell, prices: LinePrices) {
  if (!mix || cell.payer_class !== mix.from || cell.lines === 0) return null
  const share = mix.share / 100
  const others = center.cells.filter((row) => row.modality === cell.modality && row.payer_class === mix.to)
  const lines = others.reduce((sum, row) => sum + row.lines, 0)
  const own = lines > 0 ? others.reduce((sum, row) => sum + row.paid, 0) / lines : null
  const price = own ?? prices(cell.modality, mix.to) ?? cell.paid / cell.lines
  return { payer_class: mix.to, left: 1 - share, paid: share * cell.lines * price }
}

/** With fewer denials more of the charges is paid, at what the undenied ones bring. */
function denialFactor({ gross, denied }: PlanCell, { denials }: PlanLevers): number {
  if (gross <= 0 || denied >= gross || denials === 0) return 1
  const share = denied / gross
  return (1 - Math.min(1, share * by(denials))) / (1 - share)
}

/** Allowed less refunds, and the part of it that the partner has a share in; fen, not rounded. */
function paidUnder(center: PlanCenter, levers: PlanLevers, prices: LinePrices, allExams: number) {
  let paid = 0
  let shared = 0
  const add = (payer: string, amount: number) => {
    paid += amount
    if (payer !== 'partner_settlement') shared += amount
  }
  for (const cell of center.cells) {
    const factor =
      linesFactor(center, levers, cell.modality, allExams) *
      by(levers.tariff[cell.modality]) *
      (cell.is_named ? by(levers.procedure?.tariff) : 1) *
      denialFactor(cell, levers)
    const away = moved(center, levers, cell, prices)
    add(cell.payer_class, cell.paid * factor * (away?.left ?? 1))
    if (away) add(away.payer_class, away.paid * factor)
  }
  return { paid, shared }
}

/** The partner's payout by the plan's terms, else by the share that it was of the amounts; fen. */
function payoutUnder(center: PlanCenter, { partner }: PlanLevers, before: number, after: number): number {
  const { share, floor, tier_from, tier_share } = partner
  const asIs = before === 0 ? center.partner_payout : center.partner_payout * (after / before)
  const hasTerms = share !== null || floor !== null || (tier_from !== null && tier_share !== null)
  if (!hasTerms || !center.is_partnered) return asIs
  const rate = share !== null ? share / 100 : after === 0 ? 0 : asIs / after
  const month = after / center.months
  const limit = tier_from !== null && tier_share !== null ? tier_from * 100 : Infinity
  const tiered = rate * Math.min(month, limit) + ((tier_share ?? 0) / 100) * Math.max(0, month - limit)
  return center.months * Math.max(tiered, (floor ?? 0) * 100)
}

interface Books {
  exams: number
  net_revenue: number
  contribution: number
  operating_profit: number
}

/** A center's books under a plan, each line rounded to the fen; without levers they are its books, to the fen. */
export function booksUnder(center: PlanCenter, levers: PlanLevers, prices: LinePrices): Books {
  const exams = examsOf(center, levers)
  const ofExams = examsOf(center, NO_LEVERS)
  const volume = ofExams > 0 ? exams / ofExams : 1
  const allExams = center.exams * volume
  const before = paidUnder(center, NO_LEVERS, prices, center.exams)
  const after = paidUnder(center, levers, prices, allExams)
  const payout = Math.round(payoutUnder(center, levers, before.shared, after.shared))
  const net = center.net_revenue + Math.round(after.paid - before.paid) - (payout - center.partner_payout)
  const ai = by(levers.ai)
  const variable = Math.round((center.variable_cost - center.ai_variable) * volume + center.ai_variable * ai * volume)
  const fixed =
    center.fixed_cost + Math.round((center.staff_fixed * levers.hours) / 100 + (center.ai_fixed * levers.ai) / 100)
  return {
    exams: allExams,
    net_revenue: net,
    contribution: net - variable,
    operating_profit: net - variable - fixed,
  }
}

/** More exams at the plan's contribution until the profit is what it was. */
function examsNeeded(gap: number, { contribution, exams }: Books): number | null {
  if (gap <= 0) return 0
  if (contribution <= 0 || exams <= 0) return null
  return Math.ceil(gap / (contribution / exams) - 1e-9)
}

/** Whether the scanners of each modality have the minutes for the plan's exams and `more` of the same mix. */
function minutesUnder(center: PlanCenter, levers: PlanLevers, books: Books, more: number | null) {
  const used = Object.entries(center.modalities).filter(([, { exams, busy_minutes }]) => exams > 0 || busy_minutes)
  const isKnown = used.every(([, { busy_minutes }]) => busy_minutes !== null)
  if (!isKnown || used.length === 0) return { minutes_needed: null, minutes_available: null, fits: null, short_of: [] }
  const grown = books.exams > 0 ? 1 + (more ?? 0) / books.exams : 1
  const rows = used.map(([name, { busy_minutes, free_minutes }]) => ({
    name,
    needed: busy_minutes! * by(levers.volume[name]) * grown,
    available: (busy_minutes! + (free_minutes ?? 0)) * by(levers.hours),
  }))
  const short_of = rows.filter(({ needed, available }) => needed > available + 1e-6).map(({ name }) => name)
  return {
    minutes_needed: rows.reduce((sum, { needed }) => sum + needed, 0),
    minutes_available: rows.reduce((sum, { available }) => sum + available, 0),
    fits: more === null ? null : short_of.length === 0,
    short_of,
  }
}

function plannedCenter(center: PlanCenter, levers: PlanLevers, prices: LinePrices): PlannedCenter {
  const books = booksUnder(center, levers, prices)
  const exams_needed = examsNeeded(center.operating_profit - books.operating_profit, books)
  return {
    ...{ center_code: center.center_code, name_en: center.name_en, name_zh: center.name_zh },
    ...{ exams: center.exams, exams_after: books.exams },
    net_revenue: center.net_revenue / 100,
    net_revenue_after: books.net_revenue / 100,
    operating_profit: center.operating_profit / 100,
    operating_profit_after: books.operating_profit / 100,
    change: (books.operating_profit - center.operating_profit) / 100,
    exams_needed,
    ...minutesUnder(center, levers, books, exams_needed),
  }
}

const hasLever = (levers: PlanLevers, name: (typeof LEVERS)[number]) =>
  JSON.stringify(levers[name]) !== JSON.stringify(NO_LEVERS[name])

/** What each lever adds on top of those before it, fen. */
function effectsOf(centers: PlanCenter[], levers: PlanLevers, prices: LinePrices): PlanResult['effects'] {
  const profit = (under: PlanLevers) =>
    centers.reduce((sum, center) => sum + booksUnder(center, under, prices).operating_profit, 0)
  let before = centers.reduce((sum, center) => sum + center.operating_profit, 0)
  let under = NO_LEVERS
  return LEVERS.filter((name) => hasLever(levers, name)).map((lever) => {
    under = { ...under, [lever]: levers[lever] }
    const after = profit(under)
    const amount = (after - before) / 100
    before = after
    return { lever, amount }
  })
}

const fenSum = (rows: PlannedCenter[], of: (row: PlannedCenter) => number) =>
  rows.reduce((sum, row) => sum + Math.round(of(row) * 100), 0) / 100

/** A plan over all centers; those that lose most first. */
export function planned(centers: PlanCenter[], levers: PlanLevers, prices: LinePrices): PlanResult {
  const rows = centers
    .map((center) => plannedCenter(center, levers, prices))
    .sort((a, b) => a.change - b.change || a.center_code.localeCompare(b.center_code))
  const unreachable = rows.filter(({ exams_needed }) => exams_needed === null).length
  return {
    levers,
    operating_profit: fenSum(rows, (row) => row.operating_profit),
    operating_profit_after: fenSum(rows, (row) => row.operating_profit_after),
    change: fenSum(rows, (row) => row.change),
    exams_after: rows.reduce((sum, row) => sum + row.exams_after, 0),
    exams_needed: unreachable > 0 ? null : rows.reduce((sum, row) => sum + (row.exams_needed ?? 0), 0),
    unreachable,
    not_fitting: rows.filter(({ fits }) => fits === false).length,
    unknown: rows.filter(({ minutes_needed }) => minutes_needed === null).length,
    effects: effectsOf(centers, levers, prices),
    centers: rows,
  }
}
