import type { NameOf } from '../page/names.ts'
import { wilson } from '../statistics/proportion.ts'
import type { Catalogue } from './products.ts'
import { LOSSES, type LateRow, type Loss, type LossRow, type ProductUse, type Stage } from './use-types.ts'
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

const sums = (rows: Record<string, number>[]): Record<string, number> =>
  rows.reduce((all, row) => {
    for (const [name, value] of Object.entries(row)) all[name] = (all[name] ?? 0) + value
    return all
  }, {})

function byProduct(rows: UseRow[]): Map<string, UseRow[]> {
  const found = new Map<string, UseRow[]>()
  for (const row of rows) {
    const list = found.get(row.product_code)
    if (list) list.push(row)
    else found.set(row.product_code, [row])
  }
  return found
}

/** Each product's way from exam to use, the one with most exams first. */
export function productUse(rows: UseRow[], products: Catalogue): ProductUse[] {
  return [...byProduct(rows)]
    .map(([product_code, mine]) => ({
      product_code,
      ...products.nameOf(product_code),
      modality: products.product(product_code)?.modality ?? null,
      ...(sums(mine.map((row) => ({ ...stagesOf(row), ...lossesOf(row) }))) as Record<Stage | Loss, number>),
      latency_minutes_median: mine[0]!.latency_minutes_median,
      latency_minutes_p90: mine[0]!.latency_minutes_p90,
    }))
    .sort((a, b) => b.exams - a.exams || a.product_code.localeCompare(b.product_code))
}

/** What exams were lost by, the greatest loss first, with the centers where most of them were. */
export function lossRows(rows: UseRow[], products: Catalogue): LossRow[] {
  const found = [...byProduct(rows)].flatMap(([product_code, mine]) => {
    const all = mine.reduce((sum, { exams }) => sum + exams, 0)
    const each = mine.map((row) => ({ center_code: row.center_code, lost: lossesOf(row) }))
    return LOSSES.map((loss): LossRow => {
      const exams = each.reduce((sum, { lost }) => sum + lost[loss], 0)
      const centers = each
        .map(({ center_code, lost }) => ({ center_code, exams: lost[loss] }))
        .filter((center) => center.exams > 0)
        .sort((a, b) => b.exams - a.exams || a.center_code.localeCompare(b.center_code))
        .slice(0, MOST_CENTERS)
      return { product_code, product: products.nameOf(product_code), loss, exams, share: exams / all, centers }
    })
  })
  return found.filter(({ exams }) => exams > 0).sort((a, b) => b.exams - a.exams)
}

const order = (a: LateRow, b: LateRow) =>
  a.center_code.localeCompare(b.center_code) || a.product_code.localeCompare(b.product_code)

/** Products and centers by the share of results that came back after the report, the highest first. */
export function lateRows(rows: UseRow[], products: Catalogue, center: NameOf): LateRow[] {
  const all = new Map(
    [...byProduct(rows)].map(([code, mine]) => [code, sums(mine.map(({ ok, back }) => ({ ok, back })))]),
  )
  return rows
    .filter(({ ok }) => ok >= FEWEST_RESULTS)
    .map(({ product_code, center_code, ok, back }) => {
      const { ok: results = 0, back: inTime = 0 } = all.get(product_code) ?? {}
      const others = results - ok
      return {
        ...{ product_code, product: products.nameOf(product_code), center_code, center: center(center_code) },
        ...{ ok, late: ok - back, share: (ok - back) / ok, ...wilson(ok - back, ok)! },
        elsewhere: others > 0 ? (results - inTime - (ok - back)) / others : null,
      }
    })
    .sort((a, b) => b.share - a.share || b.ok - a.ok || order(a, b))
    .slice(0, MOST_LATE)
}
