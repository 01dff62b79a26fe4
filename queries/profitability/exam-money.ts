import { sql, type Kysely } from 'kysely'
import { askedSql } from '../db/asked.ts'
import { inPeriod, keyOfColumns } from '../db/functions.ts'
import { addDays } from '../filter/days.ts'
import { inScope, scope } from '../filter/scope.ts'
import { compile, judgedColumns, partsOf, valueColumns } from '../metric/compile.ts'
import { estimateOf } from '../metric/estimate.ts'
import { ofSet } from '../metric/grouping-sets.ts'
import { measure, type Measured } from '../metric/measure.ts'
import { centerNames, protocolNames } from '../page/names.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { onBasis } from './basis.ts'
import {
  contributionOfExams,
  examMoney,
  examMoneyMetrics,
  marginOfExams,
  moneyExams,
  netOfExams,
  tableMinutes,
} from './exam-money-metrics.ts'
import type { CenterMoneyRow, ExamMoneyMetric, ExamMoneyRow, PayerMoneyRow } from './exams-types.ts'
import type { ModalityMoneyRow, ProtocolMoneyRow } from './exams-types.ts'

export const EXAM_MONEY = Object.values(examMoneyMetrics)
export const EXAM_SUMS = [moneyExams, netOfExams, contributionOfExams, marginOfExams, tableMinutes]

/** Of `mart.exam_money`, as bare columns. */
export const EXAM_BASIS = { day: 'month', center: 'center_code' }

const SETS = [[], ['modality'], ['modality', 'protocol_code'], ['center_code']]

type Measures = Measured<ExamMoneyMetric>

const sumsOf = (row: Record<string, unknown>) =>
  Object.fromEntries(EXAM_SUMS.map(({ name }) => [name, row[name]])) as Omit<ExamMoneyRow, 'figures'>

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
      .sort((a, b) => (b.contribution ?? b.net_revenue) - (a.contribution ?? a.net_revenue))
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

/** Lines of an exam whose service dates lie so many days from its month tell its payer. */
const LINE_DAYS = 7

const compiled = EXAM_MONEY.map((metric) => compile(metric, false))
const PARTS = [...new Map([...EXAM_SUMS, ...partsOf(compiled)].map((part) => [part.name, part])).values()]

/** By the payer class of an exam's lines, the greatest contribution first. */
export async function examMoneyByPayer(db: Kysely<Database>, filters: Filters): Promise<PayerMoneyRow[]> {
  const wide = { from: addDays(filters.from, -LINE_DAYS), to: addDays(filters.to, LINE_DAYS) }
  const sums = sql.raw(PARTS.map(({ name, text }) => `${text} AS ${name}`).join(', '))
  const judged = sql.raw(compiled.flatMap((one) => judgedColumns(one, ({ name }) => name)).join(', '))
  const shown = [...EXAM_SUMS.map(({ name }) => name), ...compiled.flatMap(valueColumns)]
  const rows = await askedSql(
    db,
    'exams.payers',
    sql<Record<string, unknown>>`WITH line AS (SELECT ${keyOfColumns('h.center_code', 'h.accession_no')} AS exam_key,
        CASE WHEN min(h.payer_class) = max(h.payer_class) THEN min(h.payer_class) ELSE 'several' END AS payer_class
      FROM main.charge h WHERE h.status <> 'void' AND ${inPeriod('h.service_date', wide)}
        AND ${scope(filters, { center: 'h.center_code' })} GROUP BY 1),
    money AS (SELECT *, ${keyOfColumns('center_code', 'accession_no')} AS exam_key FROM mart.exam_money
      WHERE ${inScope(filters, examMoney.columns)} AND ${onBasis(filters, EXAM_BASIS)}),
    payer AS (SELECT line.payer_class, ${sums} FROM money LEFT JOIN line ON line.exam_key = money.exam_key GROUP BY 1),
    judged AS (SELECT *, ${judged} FROM payer)
    SELECT payer_class, ${sql.raw(shown.join(', '))} FROM judged ORDER BY contribution DESC NULLS LAST, payer_class`,
  )
  return rows.map((row) => ({
    payer_class: row['payer_class'] as string | null,
    ...sumsOf(row),
    figures: Object.fromEntries(
      compiled.map((one) => [one.metric.id, estimateOf(one, row)]),
    ) as ExamMoneyRow['figures'],
  }))
}
