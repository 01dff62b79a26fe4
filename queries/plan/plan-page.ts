import type { WarehouseReader } from '../db/snapshot.ts'
import { compareNothing, type Filter } from '../filter/filter.ts'
import { answer, type Context } from '../page/answer.ts'
import type { Answer, Feed, PageBase } from '../page/page-types.ts'
import { resolveBooks } from '../profitability/period.ts'
import { planBase, procedures } from './plan-base.ts'
import { BESIDE, leversIn } from './plan-address.ts'
import { planLevers } from './plan-levers.ts'
import { linePrices, planned } from './plan-model.ts'
import type { PlanCenter, PlanLevers, PlanPage } from './plan-types.ts'

interface Plans {
  plan: PlanLevers
  beside: PlanLevers | null
}

/** The plans of an address; a second one where any of its levers stands. @throws {FilterError} */
export function plansIn(search: URLSearchParams): Plans {
  const second = leversIn(search, BESIDE).length > 0
  return { plan: planLevers(search), beside: second ? planLevers(search, BESIDE) : null }
}

const cny = (fen: number) => fen / 100

function modalitiesOf(centers: PlanCenter[]): PlanPage['modalities'] {
  const sums = new Map<string, { exams: number; paid: number }>()
  const of = (name: string) => {
    const sum = sums.get(name) ?? { exams: 0, paid: 0 }
    sums.set(name, sum)
    return sum
  }
  for (const { modalities, cells } of centers) {
    for (const [name, { exams }] of Object.entries(modalities)) of(name).exams += exams
    for (const { modality, paid } of cells) of(modality).paid += paid
  }
  return [...sums]
    .filter(([, { exams, paid }]) => exams > 0 || paid !== 0)
    .map(([modality, { exams, paid }]) => ({ modality, exams, paid: cny(paid) }))
    .sort((a, b) => b.paid - a.paid || a.modality.localeCompare(b.modality))
}

function payersOf(centers: PlanCenter[]): PlanPage['payers'] {
  const sums = new Map<string, { lines: number; paid: number }>()
  for (const { cells } of centers)
    for (const { payer_class, lines, paid } of cells) {
      const sum = sums.get(payer_class) ?? { lines: 0, paid: 0 }
      sums.set(payer_class, { lines: sum.lines + lines, paid: sum.paid + paid })
    }
  return [...sums]
    .map(([payer_class, { lines, paid }]) => ({ payer_class, lines, paid: cny(paid) }))
    .sort((a, b) => b.paid - a.paid || a.payer_class.localeCompare(b.payer_class))
}

async function contentOf({ db, filters }: Context, { plan, beside }: Plans): Promise<Omit<PlanPage, keyof PageBase>> {
  const centers = await planBase(db, filters, plan.procedure?.code)
  const prices = linePrices(centers)
  const other = beside?.procedure ? await planBase(db, filters, beside.procedure.code) : centers
  const sum = (of: (center: PlanCenter) => number) => centers.reduce((total, center) => total + of(center), 0)
  return {
    center_months: sum(({ months }) => months),
    exams: sum(({ exams }) => exams),
    net_revenue: cny(sum(({ net_revenue }) => net_revenue)),
    variable_cost: cny(sum(({ variable_cost }) => variable_cost)),
    fixed_cost: cny(sum(({ fixed_cost }) => fixed_cost)),
    operating_profit: cny(sum(({ operating_profit }) => operating_profit)),
    modalities: modalitiesOf(centers),
    payers: payersOf(centers),
    plan: planned(centers, plan, prices),
    procedures: await procedures(db),
    beside: beside && planned(other, beside, linePrices(other)),
  }
}

/** What the profit of closed months would have been with other tariffs, volumes, payers, denials, hours, terms and fees. */
export function planPage(reader: WarehouseReader, filter: Filter, plans: Plans): Promise<Answer<PlanPage>> {
  const needs: Feed[] = ['exams', 'billing', 'costs', 'scanner_log']
  const page = { name: 'plan', filter: compareNothing(filter), options: plans, needs, resolve: resolveBooks }
  return answer(reader, page, (context) => contentOf(context, plans))
}
