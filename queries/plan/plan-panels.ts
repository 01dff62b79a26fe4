import { pick, type Panel } from '../panel/panel.ts'
import type { PlanPage } from './plan-types.ts'

/** What plans start from: the books of each center over its closed months, and of its costs what levers move. */
const centers: Panel<PlanPage> = {
  id: 'centers',
  from: { q: 'plan.books' },
  select: `SELECT center_code, months, exams, net_revenue, partner_payout, variable_cost, fixed_cost, operating_profit, ai_variable,
      ai_fixed, staff_fixed, is_partnered FROM q ORDER BY center_code`,
  shows: (page) =>
    page.plan.centers.map((row) => pick(row, ['center_code', 'exams', 'net_revenue', 'operating_profit'])),
  exact: true,
}

const result: Panel<PlanPage> = {
  id: 'result',
  from: { q: 'plan.books' },
  select: `SELECT sum(months) AS center_months, sum(exams) AS exams, sum(net_revenue) AS net_revenue, sum(variable_cost) AS variable_cost,
      sum(fixed_cost) AS fixed_cost, sum(operating_profit) AS operating_profit FROM q HAVING count(*) > 0`,
  shows: (page) =>
    page.center_months === 0
      ? []
      : [
          pick(page, [
            ...(['center_months', 'exams', 'net_revenue', 'variable_cost', 'fixed_cost', 'operating_profit'] as const),
          ]),
        ],
  exact: true,
}

const modalities: Panel<PlanPage> = {
  id: 'modalities',
  from: { q: 'plan.cells', m: 'plan.minutes' },
  select: `SELECT modality, CAST(sum(exams) AS BIGINT) AS exams, sum(paid) AS paid FROM (
      SELECT modality, 0 AS exams, paid FROM q UNION ALL SELECT modality, exams, 0 AS paid FROM m) AS sums
    GROUP BY modality HAVING sum(exams) > 0 OR sum(paid) <> 0 ORDER BY paid DESC, modality`,
  shows: (page) => page.modalities.map((row) => pick(row, ['modality', 'exams', 'paid'])),
  exact: true,
}

const payers: Panel<PlanPage> = {
  id: 'payers',
  from: { q: 'plan.cells' },
  select: `SELECT payer_class, CAST(sum(lines) AS BIGINT) AS lines, sum(paid) AS paid FROM q
    GROUP BY payer_class ORDER BY paid DESC, payer_class`,
  shows: (page) => page.payers.map((row) => pick(row, ['payer_class', 'lines', 'paid'])),
  exact: true,
}

export const planPanels: Panel<PlanPage>[] = [result, centers, modalities, payers]
