import { defineMetrics, type MetricSpec, type Text } from '../metric/define.ts'
import { defineSource, type SourceParts } from '../metric/source.ts'
import { excludes, grain } from '../metric/words.ts'

const COLUMNS = { day: 'month', center: 'center_code', modality: 'modality', scanner: 'scanner_id' }

/** What exams brought and used, added up by month, scanner, modality and protocol, or payer class. */
export const protocolMoney = defineSource('protocol_money', 'mart.exam_money_protocol_month', COLUMNS)
const payerMoney = defineSource('payer_money', 'mart.exam_money_payer_month', COLUMNS)

/** Sums of a source that are shown beside the figures. */
const sumsOf = (source: SourceParts) => [
  source.sum('exams'),
  ...['net_revenue', 'contribution', 'margin', 'table_minutes'].map((column) => source.amount(column)),
]
export const EXAM_SUMS = sumsOf(protocolMoney)
export const PAYER_SUMS = sumsOf(payerMoney)

const words = (label: Text, definition: Text) =>
  ({
    kind: 'ratio',
    label,
    short: definition,
    unit: 'cny',
    grain: grain.exam,
    definition,
    exclusions: [excludes.notPerformed, excludes.voidLines, excludes.openMonths],
    better: 'higher',
    pages: ['profitability'],
  }) as const

/** What an exam, and a minute of it on the table, brings and leaves. */
const metricsOf = (source: SourceParts) =>
  ({
    exam_revenue: {
      ...words(
        { en: 'Revenue per exam', zh: '每次检查收入' },
        {
          en: "Net revenue of an exam's own lines, whatever their service date, divided by performed exams.",
          zh: '检查自身收费明细（不论服务日期）的净收入，除以完成检查量。',
        },
      ),
      numerator: source.amount('net_revenue'),
      denominator: source.sum('exams'),
    },
    exam_contribution: {
      ...words(
        { en: 'Contribution per exam', zh: '每次检查边际贡献' },
        {
          en: "Net revenue less an even share of the month's variable cost, divided by the exams whose ledger has come.",
          zh: '净收入减当月变动成本的均摊份额，除以成本已入账的检查量。',
        },
      ),
      numerator: source.amount('contribution'),
      denominator: source.sum('contribution_exams'),
    },
    exam_margin: {
      ...words(
        { en: 'Margin per exam', zh: '每次检查毛利' },
        {
          en: 'Contribution less the capacity cost of the minutes on the table, divided by the exams for which both are known.',
          zh: '边际贡献减占用台上时间的产能成本，除以二者均已知的检查量。',
        },
      ),
      numerator: source.amount('margin'),
      denominator: source.sum('margin_exams'),
    },
    minute_revenue: {
      ...words(
        { en: 'Revenue per scanner minute', zh: '每台上分钟收入' },
        {
          en: 'Net revenue divided by the minutes on the table in staffed hours.',
          zh: '净收入除以排班内台上分钟。',
        },
      ),
      numerator: source.amount('timed_net_revenue'),
      denominator: source.amount('table_minutes'),
      unknown: 'hours_unknown',
    },
    minute_contribution: {
      ...words(
        { en: 'Contribution per scanner minute', zh: '每台上分钟边际贡献' },
        {
          en: 'Contribution divided by the minutes on the table in staffed hours.',
          zh: '边际贡献除以排班内台上分钟。',
        },
      ),
      numerator: source.amount('timed_contribution'),
      denominator: source.amount('contribution_minutes'),
      unknown: 'hours_unknown',
    },
    minute_margin: {
      ...words(
        { en: 'Margin per scanner minute', zh: '每台上分钟毛利' },
        {
          en: 'Contribution less capacity cost, divided by the minutes on the table in staffed hours.',
          zh: '边际贡献减产能成本，除以排班内台上分钟。',
        },
      ),
      numerator: source.amount('margin'),
      denominator: source.amount('margin_minutes'),
      unknown: 'hours_unknown',
    },
  }) satisfies Record<string, MetricSpec>

export const examMoneyMetrics = defineMetrics(metricsOf(protocolMoney))
/** The same figures by payer class. */
export const payerMoneyMetrics = defineMetrics(metricsOf(payerMoney))
