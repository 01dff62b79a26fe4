import type { CenterProfitRow, MonthRow, ProfitabilityPage } from './profitability-types.ts'
import type { Estimate, Figure } from '../page/page-types.ts'
import { pick, rateSql, ratioSql } from '../panel/expressions.ts'
import type { Panel } from '../panel/panel.ts'

const PERIODS = 'money.periods'

type FiguresOf<Page> = (page: Page) => Record<string, Figure> | null

/**
 * What headline figures rest on: closed center-months, open ones where none is closed; of the previous period closed
 * ones only. Rows without a state are both together.
 */
const BOOKS = `SELECT q.* FROM q WHERE (q.is_current AND q.month_state =
    (SELECT min(month_state) FROM q AS books WHERE books.is_current))
  OR (NOT q.is_current AND q.month_state = 'closed')`

const AMOUNTS = [
  'net_revenue',
  'contribution',
  'operating_profit',
  'gross_charges',
  'allowed',
  'unused_capacity_cost',
] as const

const RATIOS: Record<string, string> = {
  operating_margin_rate: ratioSql('operating_margin_rate', 'operating_profit', 'net_revenue'),
  denial_rate: rateSql('denial_rate', 'denied_lines', 'adjudicated_lines'),
  net_revenue_per_exam: ratioSql('net_revenue_per_exam', 'net_revenue', 'exams_performed'),
}

/** Headline figures of money by whole months; on several pages. */
export function moneyTiles<Page>(figures: FiguresOf<Page>): Panel<Page>[] {
  const tile = (id: string, value: string): Panel<Page> => ({
    id: `tile.${id}`,
    from: { q: PERIODS },
    select: `SELECT ${value} AS ${id}, month_state, center_months, is_current FROM (${BOOKS}) AS books
      ORDER BY is_current DESC`,
    shows: (page) => {
      const figure = figures(page)?.[id]
      return figure && figure.value !== null ? [{ [id]: figure.value, is_current: true }] : []
    },
  })
  return [...AMOUNTS.map((id) => tile(id, id)), ...Object.entries(RATIOS).map(([id, value]) => tile(id, value))]
}

const BARS: [step: string, sign: '' | '-'][] = [
  ['gross_charges', ''],
  ['adjustments', '-'],
  ['denied_charges', '-'],
  ['refunded_charges', '-'],
  ['written_off', '-'],
  ['pending_charges', '-'],
  ['allowed', ''],
  ['refunds', '-'],
  ['partner_payout', '-'],
  ['net_revenue', ''],
  ['variable_cost', '-'],
  ['fixed_cost', '-'],
  ['operating_profit', ''],
]

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
    from: { q: 'money.months' },
    select: `SELECT q.month, CASE WHEN o.center_months > 0 THEN 'open' ELSE 'closed' END AS month_state,
        coalesce(o.center_months, 0) AS open_centers, ${MONTH.map((name) => `q.${name}`).join(', ')},
        ${ratioSql('operating_margin_rate', 'q.operating_profit', 'q.net_revenue')} AS operating_margin_rate
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

const BREAK_EVEN = `CASE WHEN month_state = 'closed' AND exams_performed > 0 AND contribution > 0 AND fixed_cost IS NOT NULL
  THEN ceil((CAST(fixed_cost AS DOUBLE) / center_months) / (CAST(contribution AS DOUBLE) / exams_performed) - 1e-9) END`

function centersPanel(id: string): Panel<ProfitabilityPage> {
  return {
    id,
    from: { q: 'money.centers' },
    select: `SELECT ${CENTER.join(', ')}, month_state, center_months,
        ${ratioSql('operating_margin_rate', 'operating_profit', 'net_revenue')} AS operating_margin_rate,
        ${rateSql('denial_rate', 'denied_lines', 'adjudicated_lines')} AS denial_rate,
        ${ratioSql('capacity_use_rate', 'occupied_minutes', 'practical_capacity_minutes')} AS capacity_use_rate,
        CAST(exams_performed AS DOUBLE) / center_months AS exams_per_month, ${BREAK_EVEN} AS break_even_exams
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
  const insured = `payer_class IN ('urban_employee', 'urban_rural_resident', 'commercial')`
  return {
    id,
    from: { q: 'money.payers' },
    select: `SELECT payer_class, lines, gross_charges, allowed, allowed_share, adjudicated_lines, denied_lines,
        CASE WHEN ${insured} THEN ${rateSql('denial_rate', 'denied_lines', 'adjudicated_lines')} END AS denial_rate
      FROM q ORDER BY allowed DESC, payer_class`,
    shows: (page) =>
      page.payers.map((row) => ({
        ...pick(row, ['payer_class', 'lines', 'gross_charges', 'allowed', 'allowed_share']),
        denial_rate: valueOf(row.denial_rate),
      })),
    exact: true,
  }
}

const costs: Panel<ProfitabilityPage> = {
  id: 'costs',
  from: { q: 'money.costs', f: 'money.ai_fees', r: 'money.ai_revenue' },
  select: `SELECT q.category, q.behaviour, q.amount, f.ai_fees, r.ai_revenue FROM q CROSS JOIN f CROSS JOIN r
    ORDER BY q.amount DESC, q.category, q.behaviour`,
  shows: (page) => page.costs.map((row) => ({ ...pick(row, ['category', 'behaviour', 'amount']), ...page.ai })),
  exact: true,
}

export const profitabilityPanels: Panel<ProfitabilityPage>[] = [
  ...moneyTiles<ProfitabilityPage>((page) => page.figures),
  waterfall,
  monthsPanel('months', (page) => page.months),
  centersPanel('margin'),
  payersPanel('payers'),
  centersPanel('centers'),
  monthsPanel('month_table', (page) => page.months),
  payersPanel('payer_table'),
  costs,
]
