import { defineMetrics, type MetricPage, type MetricSpec, type Text } from '../metric/define.ts'
import { combined, known, type Expression } from '../metric/expression.ts'
import { centerMonth } from '../metric/sources.ts'
import { excludes, grain } from '../metric/words.ts'
import { breakEvenExams } from '../statistics/case-mix.ts'

const pages: readonly MetricPage[] = ['profitability', 'center']

const words = (label: Text, definition: Text, better: MetricSpec['better']) =>
  ({
    label,
    short: definition,
    unit: 'cny',
    grain: grain.centerMonth,
    definition,
    exclusions: [excludes.voidLines, excludes.openMonths],
    better,
    pages: ['overview', ...pages],
  }) as const

const money = (label: Text, definition: Text, value: Expression, better: MetricSpec['better']) =>
  ({ kind: 'amount', value, ...words(label, definition, better) }) as const satisfies MetricSpec

export const exams = centerMonth.sum('exams_performed')
const netRevenue = centerMonth.amount('net_revenue')
const contribution = centerMonth.wholeAmount('contribution')
const fixedCost = centerMonth.wholeAmount('fixed_cost')
/**
 * Sum over the center-months whose capacity is known, once every ledger has come: one scanner of unknown hours leaves its
 * center out, not the network.
 */
const capacityCost = (column: string): Pick<MetricSpec, 'withheld'> & { value: Expression } => {
  const cost = centerMonth.amount(column)
  return {
    value: combined(
      [fixedCost, cost],
      ([fixed, sum]) => `CASE WHEN ${fixed} IS NOT NULL THEN ${sum} END`,
      ([fixed, sum]) => (fixed === null ? null : sum!),
    ),
    withheld: {
      of: [fixedCost, cost],
      when: ([fixed, sum]) => `${fixed} IS NOT NULL AND ${sum} IS NULL`,
      holds: ([fixed, sum]) => fixed !== null && sum === null,
      reason: 'hours_unknown',
    },
  }
}

/** Center-months in the capacity costs. */
export const capacityMonths = centerMonth.countIf('unused_capacity_cost IS NOT NULL', 'capacity_months')

const operatingProfit = centerMonth.wholeAmount('operating_profit')
export const centerMonths = centerMonth.rows('center_months')
export const deniedLines = centerMonth.sum('denied_lines')
export const adjudicatedLines = centerMonth.sum('adjudicated_lines')

/** Null without costs or exams, or where an exam contributes nothing. A fen of rounding must not ask for one exam more. */
const breakEvenText = ([fixed, months, margin, n]: string[]) =>
  `CASE WHEN ${margin} > 0 AND ${n} > 0 THEN ceil((CAST(${fixed} AS DOUBLE) / ${months}) / (CAST(${margin} AS DOUBLE) / ${n}) - 1e-9) END`

const breakEven = known((fixed, months, margin, n) => (n! > 0 ? breakEvenExams(fixed! / months!, margin! / n!) : null))

export const profitabilityMetrics = defineMetrics({
  gross_charges: money(
    { en: 'Gross charges', zh: '总收费额' },
    { en: 'Charges at list price, by month of service.', zh: '按服务月份统计的收费标价总额。' },
    centerMonth.amount('gross_charges'),
    'higher',
  ),
  pending_charges: money(
    { en: 'Pending charges', zh: '待结算' },
    { en: 'Billed lines without an allowed amount yet.', zh: '已开单但尚无核定金额的明细。' },
    centerMonth.amount('pending_charges'),
    'lower',
  ),
  denied_charges: money(
    { en: 'Denied charges', zh: '拒付金额' },
    { en: 'Charges of lines that a payer refused.', zh: '被付费方拒付的明细金额。' },
    centerMonth.amount('denied_charges'),
    'lower',
  ),
  refunded_charges: money(
    { en: 'Refunded charges', zh: '全额退费' },
    { en: 'Charges of lines refunded in full.', zh: '全额退费的明细金额。' },
    centerMonth.amount('refunded_charges'),
    'lower',
  ),
  adjustments: money(
    { en: 'Adjustments', zh: '合同调整' },
    {
      en: 'What list price and allowed amount differ by, after denials, refunds, write-offs and pending lines.',
      zh: '扣除拒付、退费、核销与待结算后，标价与核定金额之差。',
    },
    centerMonth.amount('adjustments'),
    null,
  ),
  written_off: money(
    { en: 'Written off', zh: '核销' },
    { en: 'Lines given up.', zh: '已放弃收取的明细。' },
    centerMonth.amount('written_off'),
    'lower',
  ),
  allowed: money(
    { en: 'Allowed amount', zh: '核定金额' },
    {
      en: 'What payer and patient together owe, denied, refunded and written-off lines left out.',
      zh: '付费方与患者合计应付金额，不含拒付、全额退费与核销。',
    },
    centerMonth.amount('allowed'),
    'higher',
  ),
  refunds: money(
    { en: 'Partial refunds', zh: '部分退费' },
    { en: 'Refunds on lines that stay paid.', zh: '仍为已付状态的明细上的退费。' },
    centerMonth.amount('refunds'),
    'lower',
  ),
  collected: money(
    { en: 'Collected so far', zh: '已收金额' },
    {
      en: "Collected so far for the month's services; not the cash received in the month.",
      zh: '当月服务截至目前已收金额，并非当月现金流入。',
    },
    centerMonth.amount('collected'),
    'higher',
  ),
  outstanding: money(
    { en: 'Outstanding', zh: '未收金额' },
    { en: 'Owed and not yet paid.', zh: '应收未收的金额。' },
    centerMonth.amount('outstanding'),
    'lower',
  ),
  partner_payout: money(
    { en: 'Partner payout', zh: '合作方分成' },
    {
      en: "The partner's share of the allowed amount less refunds, by the terms in force on the service date.",
      zh: '按服务日期生效的分成条款，对核定金额减退费计算的合作方份额。',
    },
    centerMonth.amount('partner_payout'),
    null,
  ),
  net_revenue: money(
    { en: 'Net revenue', zh: '净收入' },
    { en: 'Allowed amount less refunds and partner payout.', zh: '核定金额减退费与合作方分成。' },
    netRevenue,
    'higher',
  ),
  variable_cost: money(
    { en: 'Variable cost', zh: '变动成本' },
    { en: 'Cost that moves with exam volume.', zh: '随检查量变动的成本。' },
    centerMonth.wholeAmount('variable_cost'),
    'lower',
  ),
  fixed_cost: money(
    { en: 'Fixed cost', zh: '固定成本' },
    { en: 'Cost that does not move with exam volume.', zh: '不随检查量变动的成本。' },
    fixedCost,
    'lower',
  ),
  contribution: money(
    { en: 'Contribution', zh: '边际贡献' },
    { en: 'Net revenue less variable cost.', zh: '净收入减变动成本。' },
    contribution,
    'higher',
  ),
  operating_profit: money(
    { en: 'Operating profit', zh: '经营利润' },
    {
      en: 'Contribution less fixed cost; before head-office cost until that is in the ledger.',
      zh: '边际贡献减固定成本；总部费用入账前为扣除总部费用之前的利润。',
    },
    operatingProfit,
    'higher',
  ),
  used_capacity_cost: {
    kind: 'amount',
    ...capacityCost('used_capacity_cost'),
    ...words(
      { en: 'Used capacity cost', zh: '已用产能成本' },
      {
        en: 'Fixed cost of the minutes in use, per scanner, at 80 % practical capacity.',
        zh: '按 80% 实际产能逐台设备计算的已使用时间的固定成本。',
      },
      null,
    ),
  },
  down_capacity_cost: {
    kind: 'amount',
    ...capacityCost('down_capacity_cost'),
    ...words(
      { en: 'Down capacity cost', zh: '停机产能成本' },
      { en: 'Fixed cost of down minutes.', zh: '停机时间的固定成本。' },
      'lower',
    ),
  },
  unused_capacity_cost: {
    kind: 'amount',
    ...capacityCost('unused_capacity_cost'),
    ...words(
      { en: 'Unused capacity cost', zh: '闲置产能成本' },
      {
        en: 'Fixed cost of practical capacity that was neither used nor down.',
        zh: '既未使用也未停机的实际产能的固定成本。',
      },
      'lower',
    ),
  },
  net_revenue_per_exam: {
    kind: 'ratio',
    numerator: netRevenue,
    denominator: exams,
    ...words(
      { en: 'Net revenue per exam', zh: '单次检查净收入' },
      { en: 'Net revenue divided by performed exams.', zh: '净收入除以完成检查量。' },
      'higher',
    ),
  },
  break_even_exams: {
    kind: 'computed',
    value: combined([fixedCost, centerMonths, contribution, exams], breakEvenText, breakEven),
    label: { en: 'Break-even exams a month', zh: '每月盈亏平衡检查量' },
    short: {
      en: 'Exams a month at which contribution covers fixed cost.',
      zh: '边际贡献覆盖固定成本所需的每月检查量。',
    },
    unit: 'count',
    grain: grain.centerMonth,
    definition: {
      en: 'Fixed cost divided by contribution per exam, over closed months, rounded up; none when an exam contributes nothing.',
      zh: '已结账月份的固定成本除以单次检查边际贡献，向上取整；单次检查无贡献时不存在。',
    },
    exclusions: [excludes.openMonths],
    better: 'lower',
    pages,
  },
  operating_margin_rate: {
    kind: 'ratio',
    numerator: operatingProfit,
    denominator: netRevenue,
    // A loss on negative revenue would read as a gain.
    withheld: {
      of: [netRevenue],
      when: ([net]) => `${net} <= 0`,
      holds: ([net]) => net !== null && Number(net) <= 0,
      reason: 'negative_revenue',
    },
    label: { en: 'Operating margin', zh: '经营利润率' },
    short: { en: 'Operating profit divided by net revenue.', zh: '经营利润除以净收入。' },
    unit: 'rate',
    grain: grain.centerMonth,
    definition: {
      en: 'Operating profit divided by net revenue, sums first; none where net revenue is not positive.',
      zh: '先求和，再以经营利润除以净收入；净收入不为正时不计算。',
    },
    exclusions: [excludes.openMonths],
    better: 'higher',
    minimumCount: 0,
    pages: ['overview', ...pages],
  },
  denial_rate: {
    kind: 'rate',
    numerator: deniedLines,
    denominator: adjudicatedLines,
    label: { en: 'Denial rate', zh: '拒付率' },
    short: { en: 'Adjudicated lines of insurers that were denied.', zh: '保险已审结明细中被拒付的占比。' },
    unit: 'rate',
    grain: grain.line,
    definition: {
      en: 'Denied divided by paid, partly paid and denied lines of basic medical and commercial insurance.',
      zh: '基本医保与商业保险的已付、部分支付及拒付明细中，拒付明细的占比。',
    },
    exclusions: [excludes.selfPay, excludes.voidLines],
    better: 'lower',
    pages: ['overview', ...pages],
  },
  capacity_use_rate: {
    kind: 'ratio',
    numerator: centerMonth.amount('occupied_in_hours_minutes'),
    denominator: centerMonth.amount('practical_capacity_minutes'),
    unknown: 'hours_unknown',
    label: { en: 'Practical capacity used', zh: '实际产能利用率' },
    short: { en: 'In-hours occupied minutes divided by practical capacity.', zh: '排班内占用分钟除以实际产能分钟。' },
    unit: 'rate',
    grain: grain.centerMonth,
    definition: {
      en: 'In-hours occupied minutes divided by practical capacity, which is 80 % of staffed minutes, over the center-months in which the hours of every scanner are known; may exceed 1.',
      zh: '在全部设备排班时间已知的中心月份内，排班内占用分钟除以实际产能（排班分钟的 80%），可能大于 1。',
    },
    exclusions: [excludes.unknownHours],
    better: 'higher',
    minimumCount: 0,
    pages,
  },
})
