import { concordanceMetrics as m } from '../concordance/concordance-metrics.ts'
import { BY_FINDING, BY_SEEN, type Readings } from '../concordance/readings.ts'
import type { Runs } from '../concordance/runs.ts'
import { countsOf, kappaOf } from '../concordance/two-by-two.ts'
import { ofSet } from '../metric/grouping-sets.ts'
import { none, rateOf } from '../metric/estimate.ts'
import { rateDifference } from '../statistics/period-difference.ts'
import { addCounts, NO_COUNTS, rates } from '../statistics/two-by-two.ts'
import type { Fee } from './catalogue.ts'
import { productJudged, type JudgedProducts } from './judged.ts'
import type { ManufacturerChange, ProductCard, ProductJudged, ProductMoney, ProductSummary } from './summary-types.ts'
import { verdictOf } from './verdict.ts'

interface Facts {
  readings: Readings[]
  runs: Runs[]
  manufacturers: Map<string, ManufacturerChange[]>
  judged: JudgedProducts
  /** Null for who may not see money. */
  fees: Fee[] | null
}

/** The 2×2 of a product, all its findings together. */
function countsIn(readings: Readings[], product_code: string, current: boolean) {
  return ofSet(readings, ...BY_FINDING)
    .filter(({ row, is_current }) => is_current === current && row['product_code'] === product_code)
    .map((row) => countsOf(row))
    .reduce((a, b) => addCounts(a, { tp: b.tp ?? 0, fp: b.fp ?? 0, fn: b.fn ?? 0, tn: b.tn ?? 0 }), NO_COUNTS)
}

function seenFirst(readings: Readings[], product_code: string) {
  const of = (seen: boolean) =>
    ofSet(readings, ...BY_SEEN)
      .filter(({ row, is_current }) => is_current && row['product_code'] === product_code)
      .filter(({ row }) => row['opened_before_report'] === seen)
      .reduce((sum, { figures }) => sum + (figures.readings.value ?? 0), 0)
  return rateOf(m.ai_open_rate, { k: of(true), n: of(true) + of(false) })
}

const fen = (yuan: number) => Math.round(yuan * 100)

/** Judged flags below which no cost of a confirmed one is shown. */
const FEWEST_JUDGED = 5

/** Of so many flags that are not reported, those that are there, as the judged of them let expect. */
function confirmedOf(onlyFlagged: number, judged: ProductJudged | null): number {
  if (judged === null || judged.only_flagged_judged < FEWEST_JUDGED) return 0
  return (onlyFlagged * judged.only_flagged_confirmed) / judged.only_flagged_judged
}

/** Fee and revenue of so many exams, in whole fen. */
function moneyOf(fee: Fee | undefined, exams: number, onlyFlagged: number, confirmed: number): ProductMoney {
  const of = (perExam: number | null | undefined) => (perExam == null ? null : (fen(perExam) * exams) / 100)
  const [cost, revenue] = [of(fee?.fee_per_exam), of(fee?.revenue_per_exam)]
  const net = cost === null ? null : (fen(revenue ?? 0) - fen(cost)) / 100
  return {
    ...{ fee: cost, revenue, net },
    net_per_exam: net === null || exams === 0 ? null : net / exams,
    cost_per_only_flagged: costOf(net, onlyFlagged),
    cost_per_confirmed: costOf(net, confirmed),
  }
}

const costOf = (net: number | null, count: number) => (net === null || net >= 0 || count === 0 ? null : -net / count)

const NO_RATE = none('no_denominator', 0, 0)

/** One product of the catalogue: what it did in the period, and what is proposed. */
export function summaryOf(card: ProductCard, { readings, runs, manufacturers, judged, fees }: Facts): ProductSummary {
  const { product_code } = card
  const [now, before] = [countsIn(readings, product_code, true), countsIn(readings, product_code, false)]
  const [rate, earlier] = [rates(now), rates(before)]
  const run = ofSet(runs, 'product_code').find(
    ({ row, is_current }) => is_current && row['product_code'] === product_code,
  )
  const exams_read = (run?.row['exams_read'] as number | null | undefined) ?? 0
  const adjudicated = productJudged(judged.get(product_code), now)
  const facts = {
    adjudicated,
    exams_read,
    n: rate.agreement.n,
    sensitivity: rateOf(m.sensitivity, rate.sensitivity),
    specificity: rateOf(m.specificity, rate.specificity),
    kappa: kappaOf(now),
    change: rateDifference(rate.agreement, earlier.agreement),
    failure_rate: run?.figures.ai_failure_rate ?? NO_RATE,
    seen_first: seenFirst(readings, product_code),
  }
  return {
    ...card,
    product: { name_en: card.name_en, name_zh: card.name_zh },
    runs: (run?.row['runs'] as number | null | undefined) ?? 0,
    ...facts,
    agreement: rateOf(m.agreement, rate.agreement),
    agreement_before: rateOf(m.agreement, earlier.agreement),
    ...{ missed: now.fn, only_flagged: now.fp },
    ...verdictOf({ ...facts, manufacturers: manufacturers.get(product_code) ?? [] }),
    money:
      fees &&
      moneyOf(
        fees.find((fee) => fee.product_code === product_code),
        exams_read,
        now.fp,
        confirmedOf(now.fp, adjudicated),
      ),
  }
}
