import { shownColumns } from '../metric/compile.ts'
import { inSet } from '../metric/grouping-sets.ts'
import { pick, type Panel } from '../panel/panel.ts'
import { valuesShown, valuesText } from '../panel/figures.ts'
import { payerMetrics } from './payer-metrics.ts'
import { denialRate, RATES } from './payer-rates.ts'
import type { PayersPage } from './payers-page.ts'

const MIX = ['lines', 'gross_charges', 'allowed', 'denied_lines', 'adjudicated_lines', 'denied_charges'] as const

const mix = (id: string): Panel<PayersPage> => ({
  id,
  from: { q: 'payers.rates' },
  select: `SELECT payer_class, ${MIX.join(', ')}, ${valuesText(RATES)},
      CAST(allowed AS DOUBLE) / nullif((SELECT allowed FROM q AS whole WHERE ${inSet()}), 0) AS allowed_share
    FROM q WHERE ${inSet('payer_class')} ORDER BY allowed DESC, payer_class`,
  shows: (page) =>
    page.payers.map((row) => ({
      ...pick(row, ['payer_class', ...MIX, 'allowed_share']),
      ...valuesShown(row.figures, RATES),
    })),
  exact: true,
})

const DENIAL = ['payer_class', 'denial_code', 'denied_lines', 'denied_charges'] as const

const denials: Panel<PayersPage> = {
  id: 'denials',
  from: { q: 'payers.denials' },
  select: `SELECT ${DENIAL.join(', ')}, denial_rate, denial_rate_n, denial_rate_low, denial_rate_high
    FROM q ORDER BY denied_charges DESC, payer_class, denial_code`,
  shows: (page) => page.denials.map((row) => ({ ...pick(row, DENIAL), denial_rate: row.denial_rate.value })),
  exact: true,
}

const CENTER = ['center_code', 'denied_lines', 'denied_charges'] as const
const SHARES = [denialRate, payerMetrics.denied_amount_rate]

const denialCenters = (id: string): Panel<PayersPage> => ({
  id,
  from: { q: 'payers.rates' },
  select: `SELECT ${CENTER.join(', ')}, ${SHARES.flatMap((metric) => shownColumns(metric)).join(', ')} FROM q
    WHERE ${inSet('center_code')} AND denial_rate_n > 0 ORDER BY denied_charges DESC, center_code`,
  shows: (page) =>
    page.denial_centers.rows.map((row) => ({
      ...pick(row, CENTER),
      ...{ denial_rate: row.denial_rate.value, denial_rate_n: row.denial_rate.n },
      denied_amount_rate: row.denied_amount_rate.value,
    })),
  exact: true,
})

const AGES = [
  ...(['outstanding', 'days_0_30', 'days_31_90', 'days_91_180', 'days_over_180', 'days_unknown'] as const),
  ...(['open_lines', 'old_lines', 'over_90_share', 'days_in_receivable'] as const),
]

const ageing: Panel<PayersPage> = {
  id: 'ageing',
  from: { q: 'payers.receivables' },
  select: `SELECT ${AGES.join(', ')} FROM q WHERE ${inSet()}`,
  shows: ({ receivables: { all } }) => (all ? [pick(all, AGES)] : []),
  exact: true,
}

const ageingByPayer: Panel<PayersPage> = {
  id: 'ageing_payers',
  from: { q: 'payers.receivables' },
  select: `SELECT payer_class, ${AGES.join(', ')} FROM q WHERE ${inSet('payer_class')}
    ORDER BY outstanding DESC, payer_class`,
  shows: ({ receivables }) => receivables.payers.map((row) => pick(row, ['payer_class', ...AGES])),
  exact: true,
}

const ageingByCenter: Panel<PayersPage> = {
  id: 'ageing_centers',
  from: { q: 'payers.receivables' },
  select: `SELECT center_code, payer_class, ${AGES.join(', ')} FROM q
    WHERE ${inSet('center_code', 'payer_class')} AND outstanding > 0
    ORDER BY outstanding DESC, center_code, payer_class`,
  shows: ({ receivables }) => receivables.centers.map((row) => pick(row, ['center_code', 'payer_class', ...AGES])),
  exact: true,
}

const ageingByPartner: Panel<PayersPage> = {
  id: 'ageing_partners',
  from: { q: 'payers.partners' },
  select: `SELECT center_code, payer_name, ${AGES.join(', ')} FROM q WHERE outstanding > 0
    ORDER BY outstanding DESC, center_code, payer_name`,
  shows: ({ receivables }) => receivables.partners.map((row) => pick(row, ['center_code', 'payer_name', ...AGES])),
  exact: true,
}

const MONTH = ['month', 'open_centers', 'allowed', 'refunds', 'collected', 'outstanding'] as const

const collected: Panel<PayersPage> = {
  id: 'collected',
  from: { q: 'payers.collected' },
  select: `SELECT ${MONTH.join(', ')}, collected_rate FROM q ORDER BY month`,
  shows: (page) => page.collected.map((row) => ({ ...pick(row, MONTH), collected_rate: row.collected_rate.value })),
  exact: true,
}

export const payersPanels: Panel<PayersPage>[] = [
  mix('mix'),
  ageing,
  mix('payers'),
  denials,
  denialCenters('denial_funnel'),
  denialCenters('denial_centers'),
  ageingByPayer,
  ageingByCenter,
  ageingByPartner,
  collected,
]
