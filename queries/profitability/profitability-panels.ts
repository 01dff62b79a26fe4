import { inSet } from '../metric/grouping-sets.ts'
import { SPANS, type Budgets } from './books-types.ts'
import type { CenterProfitRow, MonthRow, ProfitabilityPage } from './profitability-types.ts'
import type { Estimate, Figure } from '../page/page-types.ts'
import { columnsOf, estimateShown } from '../panel/figures.ts'
import { pick, type Panel } from '../panel/panel.ts'
import { STEPS } from './waterfall.ts'
import { HEADLINE } from './profitability-figures.ts'

const PERIODS = 'profitability.periods'

type FiguresOf<Page> = (page: Page) => Record<string, Figure> | null

/**
 * What headline figures rest on: closed center-months, open ones where none is closed; of the previous period closed
 * ones only. Rows without a state are both together.
 */
const BOOKS = `SELECT q.* FROM q WHERE center_months > 0 AND ((q.is_current AND q.month_state =
    (SELECT min(month_state) FROM q AS books WHERE books.is_current AND books.center_months > 0))
  OR (NOT q.is_current AND q.month_state = 'closed'))`

/** Headline figures of money by whole months; on several pages. */
export function moneyTiles<Page>(figures: FiguresOf<Page>): Panel<Page>[] {
  return HEADLINE.map((metric) => ({
    id: `tile.${metric.id}`,
    from: { q: PERIODS },
    select: `SELECT ${columnsOf(metric)}, month_state, center_months, is_current FROM (${BOOKS}) AS books
      ORDER BY is_current DESC`,
    shows: (page) => {
      const figure = figures(page)?.[metric.id]
      return figure && figure.value !== null ? [{ ...estimateShown(metric, figure), is_current: true }] : []
    },
  }))
}

const BARS = STEPS.map(({ step, kind }) => [step, kind === 'total' ? '' : '-'] as const)

const waterfall: Panel<ProfitabilityPage> = {
  id: 'waterfall',
  from: { q: PERIODS },
  select:
    BARS.map(
      ([step, sign], place) =>
        `SELECT ${place + 1} AS place, '${step}' AS step, ${sign}${step} AS amount FROM (${BOOKS}) AS books WHERE is_current`,
    ).join(' UNION ALL ') + ' ORDER BY place',
  // Without a single center-month the page draws zeros, which are no rows.
  shows: (page) =>
    page.totals.all.center_months === 0 ? [] : page.waterfall.bars.map((bar) => pick(bar, ['step', 'amount'])),
  exact: true,
}

type Month = Pick<MonthRow, 'month' | 'net_revenue' | 'operating_profit'> & Partial<MonthRow>
const MONTH = [
  'exams_performed',
  'gross_charges',
  'allowed',
  'partner_payout',
  'net_revenue',
  'variable_cost',
  'fixed_cost',
  'operating_profit',
  'unused_capacity_cost',
] as const

/** One row a month, all centers; a month is closed when it is for each of them. */
export function monthsPanel<Page>(id: string, months: (page: Page) => Month[] | null): Panel<Page> {
  return {
    id,
    from: { q: 'profitability.months' },
    select: `SELECT q.month, CASE WHEN o.center_months > 0 THEN 'open' ELSE 'closed' END AS month_state,
        coalesce(o.center_months, 0) AS open_centers, ${MONTH.map((name) => `q.${name}`).join(', ')}, q.operating_margin_rate
      FROM q LEFT JOIN q AS o ON o.month = q.month AND o.month_state = 'open'
      WHERE q.month_state IS NULL ORDER BY q.month`,
    shows: (page) =>
      (months(page) ?? []).map((row) => pick(row, ['month', 'month_state', ...MONTH.filter((name) => name in row)])),
    exact: true,
  }
}

const CENTER = [
  'center_code',
  'exams_performed',
  'net_revenue',
  'variable_cost',
  'fixed_cost',
  'contribution',
  'operating_profit',
  'outstanding',
] as const

/** Each center's closed months, or its open ones where none is closed. */
const OF_CENTER = `SELECT q.* FROM q WHERE q.month_state =
  (SELECT min(month_state) FROM q AS books WHERE books.center_code = q.center_code)`

function centersPanel(id: string): Panel<ProfitabilityPage> {
  return {
    id,
    from: { q: 'profitability.centers' },
    select: `SELECT ${CENTER.join(', ')}, month_state, center_months, operating_margin_rate, denial_rate, capacity_use_rate,
        CAST(exams_performed AS DOUBLE) / center_months AS exams_per_month,
        CASE WHEN month_state = 'closed' THEN break_even_exams END AS break_even_exams
      FROM (${OF_CENTER}) AS books ORDER BY center_code`,
    shows: (page) => page.centers.map(centerShown),
    exact: true,
  }
}

const centerShown = (row: CenterProfitRow) => ({
  ...pick(row, [...CENTER, 'operating_margin_rate', 'capacity_use_rate', 'exams_per_month', 'break_even_exams']),
  denial_rate: row.denial_rate.value,
  month_state: row.provisional ? 'open' : 'closed',
})

const valueOf = (e: Estimate | null) => e?.value ?? null

function payersPanel(id: string): Panel<ProfitabilityPage> {
  return {
    id,
    from: { q: 'profitability.payers' },
    select: `SELECT payer_class, lines, gross_charges, allowed, allowed_share, adjudicated_lines, denied_lines,
        CASE WHEN is_insurer THEN denial_rate END AS denial_rate
      FROM q ORDER BY allowed DESC, payer_class`,
    shows: (page) =>
      page.payers.map((row) => ({
        ...pick(row, ['payer_class', 'lines', 'gross_charges', 'allowed', 'allowed_share']),
        denial_rate: valueOf(row.denial_rate),
      })),
    exact: true,
  }
}

const DENIAL = ['denial_code', 'denied_lines', 'denied_charges'] as const

const denials: Panel<ProfitabilityPage> = {
  id: 'denials',
  from: { q: 'profitability.denials' },
  select: `SELECT ${DENIAL.join(', ')} FROM q ORDER BY denied_charges DESC, denial_code`,
  shows: (page) => page.denials.map((row) => pick(row, DENIAL)),
  exact: true,
}

const STATEMENT = ['line', ...SPANS] as const

const statement: Panel<ProfitabilityPage> = {
  id: 'statement',
  from: { q: 'profitability.statement' },
  select: `SELECT ${STATEMENT.join(', ')} FROM q`,
  shows: (page) => page.statement.rows.map((row) => pick(row, STATEMENT)),
  exact: true,
}

const GROUP = [
  ...(['kind', 'group', 'centers', 'exams_performed', 'net_revenue', 'variable_cost', 'fixed_cost'] as const),
  ...(['contribution', 'operating_profit', 'operating_margin_rate'] as const),
]

const groups: Panel<ProfitabilityPage> = {
  id: 'groups',
  from: { q: 'profitability.groups' },
  select: `SELECT ${GROUP.map((name) => `"${name}"`).join(', ')} FROM q`,
  shows: (page) => page.groups.map((row) => pick(row, GROUP)),
  exact: true,
}

const BUDGET = ['line', 'budget', 'actual', 'difference', 'difference_share', 'center_months'] as const

/** What was planned and what came; on several pages. */
export function budgetPanel<Page>(budgets: (page: Page) => Pick<Budgets, 'lines'> | null): Panel<Page> {
  return {
    id: 'budget',
    from: { q: 'profitability.budgets' },
    select: `SELECT ${BUDGET.join(', ')} FROM q WHERE ${inSet('line')}`,
    shows: (page) => (budgets(page)?.lines ?? []).map((row) => pick(row, BUDGET)),
  }
}

const budgetCenters: Panel<ProfitabilityPage> = {
  id: 'budget_centers',
  from: { q: 'profitability.budgets' },
  select: `SELECT center_code, ${BUDGET.join(', ')} FROM q WHERE ${inSet('line', 'center_code')}`,
  shows: (page) => page.budgets.centers.map((row) => pick(row, ['center_code', ...BUDGET])),
  exact: true,
}

const linesCenters: Panel<ProfitabilityPage> = {
  id: 'lines',
  from: { q: 'profitability.lines_centers' },
  select: 'SELECT center_code, amount FROM q ORDER BY amount DESC NULLS LAST, center_code',
  shows: (page) => (page.lines?.centers ?? []).map((row) => pick(row, ['center_code', 'amount'])),
  exact: true,
}

const KIND = ['procedure_code', 'payer_class', 'lines', 'amount'] as const

const linesKinds: Panel<ProfitabilityPage> = {
  id: 'lines_kinds',
  from: { q: 'profitability.lines_kinds' },
  select: `SELECT ${KIND.join(', ')} FROM q`,
  shows: (page) => (page.lines?.kinds ?? []).map((row) => pick(row, KIND)),
  exact: true,
}

const COST = ['center_code', 'month', 'category', 'behaviour', 'scanner_id', 'amount', 'path', 'source_line'] as const

const linesCosts: Panel<ProfitabilityPage> = {
  id: 'lines_costs',
  from: { q: 'profitability.lines_costs' },
  select: `SELECT ${COST.join(', ')} FROM q`,
  shows: (page) => (page.lines?.costs?.rows ?? []).map((row) => pick(row, COST)),
  exact: true,
}

const CHARGE = [
  ...(['center_code', 'charge_id', 'accession_no', 'procedure_code', 'service_date', 'payer_class'] as const),
  ...(['status', 'amount', 'path', 'source_line'] as const),
]

const linesCharges: Panel<ProfitabilityPage> = {
  id: 'lines_charges',
  from: { q: 'profitability.lines_charges' },
  select: `SELECT ${CHARGE.join(', ')} FROM q`,
  shows: (page) => (page.lines?.charges?.rows ?? []).map((row) => pick(row, CHARGE)),
  exact: true,
}

const PRICE = ['province', 'modality', 'procedure_code', 'month', 'lines', 'previous_price', 'price', 'change'] as const

const prices: Panel<ProfitabilityPage> = {
  id: 'prices',
  from: { q: 'profitability.price_steps' },
  select: `SELECT ${PRICE.join(', ')} FROM q ORDER BY month DESC, province, modality, procedure_code`,
  shows: (page) => page.price_steps.map((row) => pick(row, PRICE)),
  exact: true,
}

const costs: Panel<ProfitabilityPage> = {
  id: 'costs',
  from: { q: 'profitability.costs', f: 'profitability.ai_fees', r: 'profitability.ai_revenue' },
  select: `SELECT q.category, q.behaviour, q.amount, f.ai_fees, r.ai_revenue FROM q CROSS JOIN f CROSS JOIN r
    ORDER BY q.amount DESC, q.category, q.behaviour`,
  shows: (page) => page.costs.map((row) => ({ ...pick(row, ['category', 'behaviour', 'amount']), ...page.ai })),
  exact: true,
}

export const profitabilityPanels: Panel<ProfitabilityPage>[] = [
  ...moneyTiles<ProfitabilityPage>((page) => page.figures),
  waterfall,
  linesCenters,
  linesKinds,
  linesCosts,
  linesCharges,
  statement,
  budgetPanel<ProfitabilityPage>((page) => page.budgets),
  budgetCenters,
  groups,
  monthsPanel('months', (page) => page.months),
  centersPanel('margin'),
  payersPanel('payers'),
  denials,
  centersPanel('centers'),
  monthsPanel('month_table', (page) => page.months),
  payersPanel('payer_table'),
  prices,
  costs,
]
