import type { Estimate } from '#queries/page/page-types.ts'
import type { Evidence, MixMetric } from '#queries/overview/evidence.ts'
import { moneyCandidates } from '#queries/overview/money-candidates.ts'
import type { CenterProfitRow } from '#queries/profitability/profitability-types.ts'
import type { CaseMixCell } from '#queries/statistics/case-mix.ts'
import { expit, logit, type Draws } from './draws.ts'

const PERIOD = { from: '2026-03-02', to: '2026-03-30' }
const MODALITIES = ['CT', 'DX', 'MR']
const PROTOCOLS = ['A', 'B', 'C']
const PRODUCTS = Array.from({ length: 8 }, (_, i) => `AI-${i + 1}`)
const nameOf = (code: string) => ({ name_en: code, name_zh: code })

const none: Estimate = { value: null, n: null, numerator: null, low: null, high: null, reason: null }
const rate = (numerator: number, n: number): Estimate => ({
  ...none,
  value: n < 10 ? null : numerator / n,
  n,
  numerator,
})
const counted = (value: number): Estimate => ({ ...none, value })

/** A rate of an ordinary center: `spread` is the standard deviation of the log odds between centers. */
const own = (draws: Draws, usual: number, spread: number) => expit(logit(usual) + spread * draws.normal())

/** Days vary half as much again as chance. */
const OF_DAYS = 0.5

/** Of exams whose days vary: the whole period's rate is off by what its days are off together. */
function drawnByDays(draws: Draws, p: number, n: number): Estimate {
  const off = Math.sqrt((OF_DAYS * p * (1 - p)) / n) * draws.normal()
  return drawn(draws, Math.min(1, Math.max(0, p + off)), n)
}
const drawn = (draws: Draws, p: number, n: number) => rate(draws.binomial(n, p), n)

interface Center {
  code: string
  size: number
  /** Times the usual spread between centers. */
  wide: number
}

const centersOf = (draws: Draws, count: number, wide: number): Center[] =>
  Array.from({ length: count }, (_, i) => ({ code: `C${i + 1}`, size: draws.lognormal(1, 0.6), wide }))

/** By modality: bookings, reports, and minutes to the report (log-normal, spread 0.7). */
function countsOf(draws: Draws, { code, size, wide }: Center) {
  return MODALITIES.map((modality) => {
    const exams = Math.max(20, Math.round(300 * size))
    const median = 60 * Math.exp(0.13 * wide * draws.normal() + ((1.2533 * 0.7) / Math.sqrt(exams)) * draws.normal())
    const minutes = (value: number) => ({ ...none, value, n: exams })
    return {
      row: { center_code: code, modality },
      is_current: true,
      figures: {
        exams_performed: counted(exams),
        no_show_rate: drawn(draws, own(draws, 0.06, 0.15 * wide), Math.round(exams / 2)),
        unreported_rate: drawn(draws, own(draws, 0.002, 0.25 * wide), exams),
        turnaround_minutes_median: minutes(median),
        turnaround_minutes_p90: minutes(median * Math.exp(1.2816 * 0.7)),
      },
    }
  })
}

/** By modality and protocol, each with a level of its own that all centers share. */
function mixOf(draws: Draws, { code, size, wide }: Center) {
  const [compliance, dose, order] = [0.15, 0.2, 0.2].map((spread) => spread * wide * draws.normal())
  const at = (usual: number, shift: number) => expit(logit(usual) + shift)
  return MODALITIES.flatMap((modality, m) =>
    PROTOCOLS.map((protocol, p) => {
      // What a center does differs: some do little of one protocol.
      const n = Math.max(5, Math.round(100 * size * draws.lognormal(1, 0.5)))
      const cell = (rate: number): CaseMixCell => {
        return { center_code: code, stratum: `${modality} ${protocol}`, k: draws.binomial(n, rate), n }
      }
      return {
        compliance_rate: cell(at(0.97 - 0.04 * p, compliance!)),
        dose_over_reference_rate: m === 0 ? cell(at(0.15 + 0.05 * p, dose!)) : null,
        wrong_order_rate: cell(at(0.01, order!)),
      }
    }),
  )
}

/** Cells of all centers, by metric. */
function mixesOf(draws: Draws, centers: Center[]): Evidence['mix'] {
  const cells = centers.flatMap((center) => mixOf(draws, center))
  const of = (id: MixMetric) => cells.flatMap((cell) => cell[id] ?? [])
  return {
    compliance_rate: of('compliance_rate'),
    dose_over_reference_rate: of('dose_over_reference_rate'),
    wrong_order_rate: of('wrong_order_rate'),
  }
}

/** The last weeks and those before, of the same rates. */
function changedOf(draws: Draws, { code, size, wide }: Center) {
  const p = own(draws, 0.95, 0.15 * wide)
  return [true, false].map((is_current) => ({
    row: { center_code: code },
    is_current,
    figures: { compliance_rate: drawnByDays(draws, p, Math.max(10, Math.round((is_current ? 900 : 1800) * size))) },
  }))
}

const readingsOf = (draws: Draws, product_code: string) =>
  [true, false].map((is_current) => {
    const n = is_current ? 2000 : 4000
    const figures = {
      specificity: drawnByDays(draws, 0.85, n),
      sensitivity: drawnByDays(draws, 0.9, Math.round(n / 10)),
    }
    return { row: { product_code, finding_code: 'F' }, is_current, figures }
  })

/** How a center deals with AI answers differs much from the next one's, and little from product to product. */
function seenOf(draws: Draws, { code, size, wide }: Center) {
  const habit = logit(0.7) + 0.5 * draws.normal()
  return PRODUCTS.map((product_code) => {
    const n = Math.max(10, Math.round(150 * size * draws.lognormal(1, 0.5)))
    const seen = drawn(draws, expit(habit + 0.1 * wide * draws.normal()), n)
    return { row: { product_code, center_code: code }, is_current: true, figures: { ai_seen_in_time_rate: seen } }
  })
}

/** Mornings on time; how punctual a center is differs more than its modalities do. */
function firstCasesOf(draws: Draws, { code, wide }: Center) {
  const habit = logit(0.75) + 0.4 * wide * draws.normal()
  return MODALITIES.map((modality) => {
    const on_time = drawnByDays(draws, expit(habit + 0.2 * wide * draws.normal()), 24)
    const days = { days: 24, on_time_days: on_time.numerator, on_time_rate: on_time.value }
    // Late in the middle of the days where fewer than half are on time.
    const delay_minutes_median = on_time.value! < 0.5 ? 20 : 5
    return { scanner_id: `${code}-${modality}`, center_code: code, modality, ...days, delay_minutes_median }
  })
}

/** Agreement on the scanners of four manufacturers, which nothing changed. */
const makersOf = (draws: Draws, product_code: string) =>
  ['A', 'B', 'C', 'D'].flatMap((manufacturer) =>
    [true, false].map((is_current) => {
      const { n, numerator } = drawnByDays(draws, 0.88, is_current ? 500 : 1000)
      return { product_code, manufacturer, is_current, n: n!, agree: numerator! }
    }),
  )

const denials = (draws: Draws, { code, size, wide }: Center) => {
  const denial_rate = drawn(draws, own(draws, 0.08, 0.2 * wide), Math.max(20, Math.round(600 * size)))
  return { center_code: code, denial_rate, denied_charges: 1, center_months: 1, operating_profit: 1 }
}

/** What the list of signals of a network rests on in which no center differs from an ordinary one, and nothing changed. `wide`: times
 * the usual spread between centers. */
export function nullEvidence(draws: Draws, count: number, wide = 1) {
  const centers = centersOf(draws, count, wide)
  const filters = { ...PERIOD, center: [] as string[] }
  const all = {
    filters,
    lately: filters,
    look_back: { now: PERIOD, before: PERIOD, left_out: [] },
    counts: centers.flatMap((center) => countsOf(draws, center)),
    mix: mixesOf(draws, centers),
    strata: new Map(),
    changed: centers.flatMap((center) => changedOf(draws, center)),
    readings: PRODUCTS.flatMap((code) => readingsOf(draws, code)),
    seen: centers.flatMap((center) => seenOf(draws, center)),
    manufacturers: PRODUCTS.flatMap((code) => makersOf(draws, code)),
    down: [],
    first_cases: centers.flatMap((center) => firstCasesOf(draws, center)),
    freshness: [],
    nameOf,
    finding: nameOf,
    products: { product: () => undefined, nameOf },
  }
  const books = centers.map((center) => denials(draws, center)) as unknown as CenterProfitRow[]
  const money = { candidates: moneyCandidates({ centers: books, steps: [], owed: [] }, nameOf), cny_per_patient: 500 }
  return { all: all as unknown as Evidence, money }
}
