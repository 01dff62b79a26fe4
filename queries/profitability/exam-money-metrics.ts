import { defineMetrics, type MetricSpec, type Text } from '../metric/define.ts'
import { defineSource } from '../metric/source.ts'
import { excludes, grain } from '../metric/words.ts'

/** What each performed exam brought and used. */
export const examMoney = defineSource('exam_money', 'mart.exam_money', {
  day: 'month',
  center: 'center_code',
  modality: 'modality',
  scanner: 'scanner_id',
})

/** Of exams whose minutes on the table are known. */
const ofTimed = (column: string, as: string) =>
  examMoney.amount(`CASE WHEN table_minutes IS NOT NULL THEN ${column} END`, { as })

export const moneyExams = examMoney.rows('exams')
export const netOfExams = examMoney.amount('net_revenue')
export const contributionOfExams = examMoney.amount('contribution')
export const marginOfExams = examMoney.amount('margin')
export const tableMinutes = examMoney.amount('table_minutes')

/** Minutes of exams for which the amount above them is known too. */
const minutesWith = (column: string, as: string) =>
  examMoney.amount(`CASE WHEN ${column} IS NOT NULL THEN table_minutes END`, { as })

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
export const examMoneyMetrics = defineMetrics({
  exam_revenue: {
    ...words(
      { en: 'Revenue per exam', zh: '每次检查收入' },
      {
        en: "Net revenue of an exam's own lines, whatever their service date, divided by performed exams.",
        zh: '检查自身收费明细（不论服务日期）的净收入，除以完成检查量。',
      },
    ),
    numerator: netOfExams,
    denominator: moneyExams,
  },
  exam_contribution: {
    ...words(
      { en: 'Contribution per exam', zh: '每次检查边际贡献' },
      {
        en: "Net revenue less an even share of the month's variable cost, divided by the exams whose ledger has come.",
        zh: '净收入减当月变动成本的均摊份额，除以成本已入账的检查量。',
      },
    ),
    numerator: contributionOfExams,
    denominator: examMoney.countIf('contribution IS NOT NULL', 'contribution_exams'),
  },
  exam_margin: {
    ...words(
      { en: 'Margin per exam', zh: '每次检查毛利' },
      {
        en: 'Contribution less the capacity cost of the minutes on the table, divided by the exams for which both are known.',
        zh: '边际贡献减占用台上时间的产能成本，除以二者均已知的检查量。',
      },
    ),
    numerator: marginOfExams,
    denominator: examMoney.countIf('margin IS NOT NULL', 'margin_exams'),
  },
  minute_revenue: {
    ...words(
      { en: 'Revenue per scanner minute', zh: '每台上分钟收入' },
      {
        en: 'Net revenue divided by the minutes on the table in staffed hours.',
        zh: '净收入除以排班内台上分钟。',
      },
    ),
    numerator: ofTimed('net_revenue', 'timed_net_revenue'),
    denominator: tableMinutes,
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
    numerator: ofTimed('contribution', 'timed_contribution'),
    denominator: minutesWith('contribution', 'contribution_minutes'),
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
    numerator: marginOfExams,
    denominator: minutesWith('margin', 'margin_minutes'),
    unknown: 'hours_unknown',
  },
} satisfies Record<string, MetricSpec>)
