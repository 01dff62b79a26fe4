import { inSet } from '../metric/grouping-sets.ts'
import { columnsOf, estimateShown, valuesShown, valuesText } from '../panel/figures.ts'
import { pick, type Panel } from '../panel/panel.ts'
import { EXAM_SUMS } from './exam-money-metrics.ts'
import { EXAM_MONEY } from './exam-money.ts'
import { LEAK_KINDS, LOSS_KINDS, type ExamMoneyRow, type ExamsPage } from './exams-types.ts'

const SUMS = EXAM_SUMS.map(({ name }) => name) as (keyof ExamMoneyRow & string)[]

const tile = (metric: (typeof EXAM_MONEY)[number]): Panel<ExamsPage> => ({
  id: `tile.${metric.id}`,
  from: { q: 'exams.money' },
  select: `SELECT ${columnsOf(metric)} FROM q WHERE ${inSet()}`,
  shows: (page) => [estimateShown(metric, page.figures[metric.id])],
  exact: true,
})

type Rows = (page: ExamsPage) => (ExamMoneyRow & Record<string, unknown>)[]

/** Exams by some keys: what they brought and used. */
const moneyTable = (id: string, keys: string[], rows: Rows): Panel<ExamsPage> => ({
  id,
  from: { q: 'exams.money' },
  select: `SELECT ${[...keys, ...SUMS].join(', ')}, ${valuesText(EXAM_MONEY)} FROM q WHERE ${inSet(...keys)}
    ORDER BY coalesce(contribution, net_revenue) DESC`,
  shows: (page) =>
    rows(page).map((row) => ({ ...pick(row, [...keys, ...SUMS]), ...valuesShown(row.figures, EXAM_MONEY) })),
  exact: true,
})

const payers: Panel<ExamsPage> = {
  id: 'payers',
  from: { q: 'exams.payers' },
  select: `SELECT payer_class, ${SUMS.join(', ')}, ${valuesText(EXAM_MONEY)} FROM q
    ORDER BY coalesce(contribution, net_revenue) DESC`,
  shows: (page) =>
    page.payers.map((row) => ({ ...pick(row, ['payer_class', ...SUMS]), ...valuesShown(row.figures, EXAM_MONEY) })),
  exact: true,
}

const HOUR = [
  ...(['center_code', 'scanner_id', 'modality', 'exams', 'staffed_hours', 'table_hours'] as const),
  ...(['contribution_per_table_hour', 'contribution_per_staffed_hour'] as const),
  ...(['fixed_per_staffed_hour', 'left_per_staffed_hour'] as const),
]

const hours = (id: string): Panel<ExamsPage> => ({
  id,
  from: { q: 'exams.scanner_hours' },
  select: `SELECT ${HOUR.join(', ')} FROM q ORDER BY left_per_staffed_hour NULLS LAST, scanner_id`,
  shows: (page) => page.scanners.map((row) => pick(row, HOUR)),
  exact: true,
})

const LOSS = ['kind', 'items', 'minutes', 'own_contribution', 'lost_contribution'] as const

const lossKinds: Panel<ExamsPage> = {
  id: 'losses',
  from: { q: 'exams.losses' },
  select: `SELECT ${LOSS.join(', ')} FROM q WHERE ${inSet('kind')} ORDER BY lost_contribution DESC NULLS LAST`,
  shows: (page) => page.losses.map((row) => pick(row, LOSS)),
  exact: true,
}

const ofKinds = (kinds: readonly string[], value: string) =>
  kinds.map((kind) => `max(CASE WHEN kind = '${kind}' THEN ${value} END) AS ${kind}`).join(', ')

const lossCenters: Panel<ExamsPage> = {
  id: 'loss_centers',
  from: { q: 'exams.losses' },
  select: `SELECT center_code, ${ofKinds(LOSS_KINDS, 'lost_contribution')},
      max(CASE WHEN kind IS NULL THEN lost_contribution END) AS lost_contribution
    FROM q WHERE center_code IS NOT NULL GROUP BY center_code ORDER BY lost_contribution DESC NULLS LAST, center_code`,
  shows: (page) => page.loss_centers.map((row) => pick(row, ['center_code', ...LOSS_KINDS, 'lost_contribution'])),
  exact: true,
}

const BRIDGE = [
  ...(['line', 'charge_lines', 'gross_charges', 'allowed', 'net_revenue', 'variable_cost', 'fixed_cost'] as const),
]

const bridge: Panel<ExamsPage> = {
  id: 'bridge',
  from: { q: 'exams.bridge' },
  select: `SELECT ${BRIDGE.join(', ')} FROM q`,
  shows: (page) => page.bridge.map((row) => pick(row, BRIDGE)),
  exact: true,
}

const leaks: Panel<ExamsPage> = {
  id: 'leaks',
  from: { q: 'exams.leaks' },
  select: `SELECT kind, items, amount FROM q WHERE ${inSet('kind')} ORDER BY amount DESC NULLS LAST, kind`,
  // What was not found has no row in the statement.
  shows: (page) => page.leaks.filter((row) => row.items > 0).map((row) => pick(row, ['kind', 'items', 'amount'])),
  exact: true,
}

const leakCenters: Panel<ExamsPage> = {
  id: 'leak_centers',
  from: { q: 'exams.leaks' },
  select: `SELECT center_code, ${LEAK_KINDS.map((kind) => `coalesce(max(CASE WHEN kind = '${kind}' THEN items END), 0) AS ${kind}`).join(', ')},
      max(CASE WHEN kind IS NULL THEN items END) AS items, max(CASE WHEN kind IS NULL THEN amount END) AS amount
    FROM q WHERE center_code IS NOT NULL GROUP BY center_code ORDER BY amount DESC NULLS LAST, center_code`,
  shows: (page) => page.leak_centers.map((row) => pick(row, ['center_code', ...LEAK_KINDS, 'items', 'amount'])),
  exact: true,
}

const LEAK = ['kind', 'center_code', 'accession_no', 'charge_id', 'day', 'procedure_code', 'amount', 'lines'] as const

const leakItems: Panel<ExamsPage> = {
  id: 'leak_items',
  from: { q: 'exams.leak_items' },
  select: `SELECT ${LEAK.join(', ')} FROM q`,
  shows: (page) => (page.leak_items?.rows ?? []).map((row) => pick(row, LEAK)),
  exact: true,
}

const LOWEST = [
  ...(['center_code', 'accession_no', 'day', 'modality', 'scanner_id', 'protocol_code'] as const),
  ...(['net_revenue', 'variable_cost', 'capacity_cost', 'margin'] as const),
]

const lowest: Panel<ExamsPage> = {
  id: 'lowest',
  from: { q: 'exams.lowest' },
  select: `SELECT ${LOWEST.join(', ')} FROM q`,
  shows: (page) => (page.lowest ?? []).map((row) => pick(row, LOWEST)),
  exact: true,
}

export const examsPanels: Panel<ExamsPage>[] = [
  ...EXAM_MONEY.map(tile),
  hours('hours_chart'),
  hours('hours'),
  lossKinds,
  lossCenters,
  moneyTable('modalities', ['modality'], (page) => page.modalities as never),
  moneyTable('protocols', ['modality', 'protocol_code'], (page) => page.protocols as never),
  moneyTable('centers', ['center_code'], (page) => page.centers as never),
  payers,
  leaks,
  leakCenters,
  leakItems,
  lowest,
  bridge,
]
