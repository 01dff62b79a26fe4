import type { Kysely } from 'kysely'
import { ofSet } from '../metric/grouping-sets.ts'
import { measure, type Measured } from '../metric/measure.ts'
import { centerNames, protocolNames } from '../page/names.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { onBasis } from './basis.ts'
import { comparableBooks, type ComparedBooks } from './comparable-books.ts'
import { EXAM_SUMS, examMoneyMetrics, PAYER_SUMS, payerMoneyMetrics } from './exam-money-metrics.ts'
import type { CenterMoneyRow, ExamMoneyMetric, ExamMoneyRow, PayerMoneyRow } from './exams-types.ts'
import type { ModalityMoneyRow, ProtocolMoneyRow } from './exams-types.ts'

export const EXAM_MONEY = Object.values(examMoneyMetrics)

/** Of `mart.exam_money` and of its sums by month, as bare columns. */
export const EXAM_BASIS = { day: 'month', center: 'center_code' }

const SETS = [[], ['modality'], ['modality', 'protocol_code'], ['center_code']]

type Measures = Measured<ExamMoneyMetric>

const sumsOf = (row: Record<string, unknown>) =>
  Object.fromEntries(EXAM_SUMS.map(({ name }) => [name, row[name]])) as Omit<ExamMoneyRow, 'figures'>

/** The greatest contribution first. */
const byContribution = (a: Omit<ExamMoneyRow, 'figures'>, b: Omit<ExamMoneyRow, 'figures'>) =>
  (b.contribution ?? b.net_revenue) - (a.contribution ?? a.net_revenue)

/** What exams brought and used: all together, by modality, protocol and center, the greatest contribution first. */
export async function examMoneyRows(db: Kysely<Database>, filters: Filters) {
  const [rows, protocolOf, centerOf] = await Promise.all([
    measure(db, {
      name: 'exams.money',
      metrics: EXAM_MONEY,
      by: ['modality', 'protocol_code', 'center_code'],
      sets: SETS,
      filters,
      periods: 'current',
      beside: EXAM_SUMS,
      where: () => onBasis(filters, EXAM_BASIS),
    }),
    protocolNames(db),
    centerNames(db),
  ])
  const of = <Row extends object>(key: string[], more: (row: Measures['row']) => Row) =>
    ofSet(rows, ...key)
      .map(({ row, figures }) => ({ ...more(row), ...sumsOf(row), figures }))
      .sort(byContribution)
  const text = (value: unknown) => value as string
  return {
    all: ofSet(rows)[0],
    modalities: of(['modality'], (row) => ({ modality: text(row['modality']) })) satisfies ModalityMoneyRow[],
    protocols: of(['modality', 'protocol_code'], (row) => {
      const protocol_code = row['protocol_code'] as string | null
      return { modality: text(row['modality']), protocol_code, ...protocolOf(protocol_code ?? '') }
    }) satisfies ProtocolMoneyRow[],
    centers: of(['center_code'], (row) => ({
      center_code: text(row['center_code']),
      ...centerOf(text(row['center_code'])),
    })) satisfies CenterMoneyRow[],
  }
}

/** The same by the payer class of an exam's lines. */
export async function examMoneyByPayer(db: Kysely<Database>, filters: Filters): Promise<PayerMoneyRow[]> {
  const rows = await measure(db, {
    name: 'exams.payers',
    metrics: Object.values(payerMoneyMetrics),
    by: ['payer_class'],
    filters,
    periods: 'current',
    beside: PAYER_SUMS,
    where: () => onBasis(filters, EXAM_BASIS),
  })
  return rows
    .map(({ row, figures }) => ({ payer_class: row['payer_class'] as string | null, ...sumsOf(row), figures }))
    .sort(byContribution)
}

/** The figures of exams in the closed months compared, of the same centers in both periods; null where none is closed in both. */
export async function examMoneyCompared(
  db: Kysely<Database>,
  filters: Filters,
): Promise<ComparedBooks<ExamMoneyMetric> | null> {
  if (filters.basis === null) return null
  // Every one of these months is closed at the centers that are left.
  const period = { ...filters, ...filters.basis }
  const { centers, left_out } = await comparableBooks(db, period)
  if (centers.length === 0) return null
  const rows = await measure(db, {
    name: 'exams.compared',
    metrics: EXAM_MONEY,
    by: ['center_code'],
    sets: [[], ['center_code']],
    filters: left_out.length === 0 ? period : { ...period, center: centers },
    periods: 'both',
  })
  return { together: ofSet(rows), centers: ofSet(rows, 'center_code'), isWhole: left_out.length === 0 }
}
