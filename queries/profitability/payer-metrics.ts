import { defineMetrics } from '../metric/define.ts'
import { minus } from '../metric/expression.ts'
import { centerMonth, chargeLine } from '../metric/sources.ts'
import { excludes, grain } from '../metric/words.ts'

/** The payer classes that can deny. */
export const IS_INSURED = "payer_class IN ('urban_employee', 'urban_rural_resident', 'commercial')"
const IS_DENIED = `${IS_INSURED} AND status = 'denied'`
export const IS_ADJUDICATED = `${IS_INSURED} AND status IN ('paid', 'partly_paid', 'denied')`
const IS_ALLOWED = "status NOT IN ('denied', 'written_off', 'refunded')"

/** Sum of an amount over some of the lines, exact; 0 where none of them is. */
const amountIf = (condition: string, column: string, as: string) =>
  chargeLine.amount(`CASE WHEN ${condition} THEN coalesce(${column}, 0) ELSE 0 END`, { as })

export const lines = chargeLine.rows('lines')
export const grossOfLines = chargeLine.amount('charge_amount', { as: 'gross_charges' })
export const allowedOfLines = amountIf(IS_ALLOWED, 'allowed_amount', 'allowed')
export const deniedOfLines = chargeLine.countIf(IS_DENIED, 'denied_lines')
export const adjudicatedOfLines = chargeLine.countIf(IS_ADJUDICATED, 'adjudicated_lines')
export const deniedAmount = amountIf(IS_DENIED, 'charge_amount', 'denied_charges')

const netOfRefunds = minus(centerMonth.amount('allowed'), centerMonth.amount('refunds'))

/** What payers make of charges, over the charge lines themselves. */
export const payerMetrics = defineMetrics({
  allowed_rate: {
    kind: 'ratio',
    numerator: allowedOfLines,
    denominator: grossOfLines,
    label: { en: 'Allowed of charged', zh: '核定占收费比' },
    short: { en: 'Allowed amount divided by charges at list price.', zh: '核定金额除以收费标价。' },
    unit: 'rate',
    grain: grain.line,
    definition: {
      en: 'Allowed amount of lines that were not denied, written off or refunded, divided by the charges of all lines.',
      zh: '未被拒付、核销或全额退费的明细的核定金额，除以全部明细的收费金额。',
    },
    exclusions: [excludes.voidLines],
    better: 'higher',
    pages: ['profitability'],
  },
  denied_amount_rate: {
    kind: 'ratio',
    numerator: deniedAmount,
    denominator: amountIf(IS_ADJUDICATED, 'charge_amount', 'adjudicated_charges'),
    label: { en: 'Denied of charged', zh: '拒付金额占比' },
    short: {
      en: 'Charges of denied lines divided by those of all adjudicated lines of insurers.',
      zh: '保险已审结明细中，被拒付明细的收费金额占比。',
    },
    unit: 'rate',
    grain: grain.line,
    definition: {
      en: 'Charges of denied lines divided by the charges of paid, partly paid and denied lines of basic medical and commercial insurance.',
      zh: '基本医保与商业保险的已付、部分支付及拒付明细的收费金额中，拒付明细所占的比例。',
    },
    exclusions: [excludes.selfPay, excludes.voidLines],
    better: 'lower',
    pages: ['profitability'],
  },
  collected_rate: {
    kind: 'ratio',
    numerator: centerMonth.amount('collected'),
    denominator: netOfRefunds,
    label: { en: 'Collected so far, share', zh: '已收占比' },
    short: {
      en: 'Collected so far divided by the allowed amount less refunds, by month of service.',
      zh: '按服务月份，截至目前已收金额除以核定金额减退费。',
    },
    unit: 'rate',
    grain: grain.centerMonth,
    definition: {
      en: 'Collected so far divided by the allowed amount less partial refunds, by month of service; young months are still being paid.',
      zh: '按服务月份，截至目前已收金额除以核定金额减部分退费；较近月份仍在陆续回款。',
    },
    exclusions: [excludes.voidLines],
    better: 'higher',
    pages: ['profitability'],
  },
})
