import type { NameOf } from '../page/names.ts'
import { wilson } from '../statistics/proportion.ts'
import type { Catalogue } from './products.ts'
import { LOSSES, STAGES, type LateRow, type Loss, type LossRow, type ProductUse, type Stage } from './use-types.ts'
import type { UseRow } from './use-runs.ts'

/** Results below which no share of late ones is shown. */
export const FEWEST_RESULTS = 20
/** So many late shares are told, the highest first. */
export const MOST_LATE = 100
const MOST_CENTERS = 3

/** What the exams of a product at a center were lost by; a center that sent none in the period does not use the product. */
function lossesOf(row: UseRow): Record<Loss, number> {
  const isLive = row.sent > 0
  return {
    not_live: isLive ? 0 : row.exams,
    not_sent: isLive ? row.exams - row.sent : 0,
    rejected_input: row.rejected_input,
    timeout: row.timeout,
    failed: row.failed,
    late: row.ok - row.back,
    not_opened: row.back - row.opened,
    not_acted: row.opened - row.acted,
  }
}

const stagesOf = (row: UseRow): Record<Stage, number> => ({
  exams: row.exams,
  live: row.sent > 0 ? row.exams : 0,
  sent: row.sent,
  accepted: row.sent - row.rejected_input,
  ok: row.ok,
  back: row.back,
  opened: row.opened,
  acted: row.acted,
})

/** One product's rows, of every center, and what each was lost by. */
interface Mine {
  rows: UseRow[]
  lost: Record<Loss, number>[]
}

/** The rows of each product; thousands in a large network, so that they are gone through once. */
export function byProduct(rows: UseRow[]): Map<string, Mine> {
  const found = new Map<string, Mine>()
  for (const row of rows) {
    let mine = found.get(row.product_code)
    if (!mine) found.set(row.product_code, (mine = { rows: [], lost: [] }))
    mine.rows.push(row)
    mine.lost.push(lossesOf(row))
  }
  return found
}

function sumOf<Name extends string>(names: readonly Name[], list: Record<Name, number>[]): Record<Name, number> {
  const sum = Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>
  for (const one of list) for (const name of names) sum[name] += one[name]
  return sum
}

/** Each product's way from exam to use, the one with most exams first. */
export function productUse(found: Map<string, Mine>, products: Catalogue): ProductUse[] {
  return [...found]
    .map(([product_code, { rows, lost }]) => ({
      product_code,
      ...products.nameOf(product_code),
      modality: products.product(product_code)?.modality ?? null,
      ...sumOf(STAGES, rows.map(stagesOf)),
      ...sumOf(LOSSES, lost),
      latency_minutes_median: rows[0]!.latency_minutes_median,
      latency_minutes_p90: rows[0]!.latency_minutes_p90,
    }))
    .sort((a, b) => b.exams - a.exams || compare(a.product_code, b.product_code))
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Where most exams were lost by one thing; rows come in the order of the centers, so that of equal ones the first stays. */
function mostAt({ rows, lost }: Mine, loss: Loss): LossRow['centers'] {
  const most: LossRow['centers'] = []
  for (const [place, row] of rows.entries()) {
    const exams = lost[place]![loss]
    if (exams === 0 || (most.length === MOST_CENTERS && exams <= most[MOST_CENTERS - 1]!.exams)) continue
    const at = most.findIndex((one) => one.exams < exams)
    most.splice(at < 0 ? most.length : at, 0, { center_code: row.center_code, exams })
    most.length = Math.min(most.length, MOST_CENTERS)
  }
  return most
}

/** What exams were lost by, the greatest loss first, with the centers where most of them were. */
export function lossRows(found: Map<string, Mine>, products: Catalogue): LossRow[] {
  const losses = [...found].flatMap(([product_code, mine]) => {
    const all = mine.rows.reduce((sum, { exams }) => sum + exams, 0)
    const lost = sumOf(LOSSES, mine.lost)
    return LOSSES.filter((loss) => lost[loss] > 0).map((loss): LossRow => {
      const exams = lost[loss]
      const product = products.nameOf(product_code)
      return { product_code, product, loss, exams, share: exams / all, centers: mostAt(mine, loss) }
    })
  })
  return losses.sort((a, b) => b.exams - a.exams)
}

/** Products and centers by the share of results that came back after the report, the highest first. */
export function lateRows(found: Map<string, Mine>, products: Catalogue, center: NameOf): LateRow[] {
  const all = new Map([...found].map(([code, { rows }]) => [code, sumOf(['ok', 'back'], rows)]))
  return [...found.values()]
    .flatMap(({ rows }) => rows.filter(({ ok }) => ok >= FEWEST_RESULTS))
    .map((row) => ({ row, share: (row.ok - row.back) / row.ok }))
    .sort(
      (a, b) =>
        b.share - a.share ||
        b.row.ok - a.row.ok ||
        compare(a.row.center_code, b.row.center_code) ||
        compare(a.row.product_code, b.row.product_code),
    )
    .slice(0, MOST_LATE)
    .map(({ row: { product_code, center_code, ok, back }, share }) => {
      const { ok: results, back: inTime } = all.get(product_code)!
      return {
        ...{ product_code, product: products.nameOf(product_code), center_code, center: center(center_code) },
        ...{ ok, late: ok - back, share, ...wilson(ok - back, ok)! },
        elsewhere: results > ok ? (results - inTime - (ok - back)) / (results - ok) : null,
      }
    })
}
