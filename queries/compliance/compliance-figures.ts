import { sql, type Kysely, type SqlBool } from 'kysely'
import { asked } from '../db/asked.ts'
import { countWhere, sumCount } from '../db/functions.ts'
import type { Database } from '../schema.ts'
import { countOf, figure, rateOf } from '../metric/figure.ts'
import { isCurrent } from '../filter/scope.ts'
import type { ComplianceMetric } from './compliance-types.ts'
import type { Estimate, Figures, Filters } from '../page/page-types.ts'
import { performedInBook } from './coverage.ts'
import { judgedInBoth } from './scope.ts'

export interface Judged {
  exams: number
  assessable: number
  compliant: number
  no_version: number
  no_acquisitions: number
  critical_deviations: number
  repeated_steps: number
  dosed: number
  over_reference: number
  ordered: number
  wrong_order: number
}

export interface Tally extends Judged {
  modality: string
  is_current: boolean
  /** Performed exams, whether they have a protocol or not, of a modality in the book; 0 for others. */
  performed_in_book: number
}

const where = (condition: string) => countWhere(sql.raw<SqlBool>(condition))

export const judgedColumns = () =>
  [
    sql<number>`count(*)`.as('exams'),
    where('x.assessable').as('assessable'),
    where('x.compliant').as('compliant'),
    where("x.reason = 'no_version'").as('no_version'),
    where("x.reason = 'no_acquisitions'").as('no_acquisitions'),
    sumCount('x.critical_deviations').as('critical_deviations'),
    sumCount('x.repeated_steps').as('repeated_steps'),
    where('x.dose_over_reference IS NOT NULL').as('dosed'),
    where('x.dose_over_reference').as('over_reference'),
    where('x.steps_in_order IS NOT NULL').as('ordered'),
    where('NOT x.steps_in_order').as('wrong_order'),
  ] as const

const NONE: Judged = {
  exams: 0,
  assessable: 0,
  compliant: 0,
  no_version: 0,
  no_acquisitions: 0,
  critical_deviations: 0,
  repeated_steps: 0,
  dosed: 0,
  over_reference: 0,
  ordered: 0,
  wrong_order: 0,
}

/** Per modality and period. */
export async function complianceTally(db: Kysely<Database>, filters: Filters): Promise<Tally[]> {
  const [rows, performed] = await Promise.all([
    judgedInBoth(db, filters)
      .select(['x.modality', isCurrent('x.day', filters).as('is_current'), ...judgedColumns()])
      .groupBy(['x.modality', sql.ref('is_current')])
      .$castTo<Judged & { modality: string; is_current: boolean }>()
      .$call(asked('compliance.judged')),
    performedInBook(db, filters),
  ])
  const modalities = [...new Set([...rows, ...performed].map((row) => row.modality))].sort()
  return modalities.flatMap((modality) =>
    [true, false].map((is_current) => {
      const mine = (row: { modality: string; is_current: boolean }) =>
        row.modality === modality && row.is_current === is_current
      const performed_in_book = performed.find(mine)?.exams_performed ?? 0
      return { ...(rows.find(mine) ?? NONE), modality, is_current, performed_in_book }
    }),
  )
}

type Sums = Judged & { performed_in_book: number }

function sumOf(tallies: Tally[]): Sums {
  const sums: Sums = { ...NONE, performed_in_book: 0 }
  for (const t of tallies) for (const name of Object.keys(sums) as (keyof Sums)[]) sums[name] += t[name]
  return sums
}

function estimates(t: Sums): Record<ComplianceMetric, Estimate> {
  return {
    compliance_rate: rateOf('compliance_rate', t.compliant, t.assessable),
    compliance_coverage_rate: rateOf(
      'compliance_coverage_rate',
      // An exam with a protocol of a modality that the book does not hold is outside the coverage question.
      Math.min(t.assessable, t.performed_in_book),
      t.performed_in_book,
    ),
    assessable: countOf(t.assessable),
    compliant: countOf(t.compliant),
    deviating: countOf(t.assessable - t.compliant),
    not_assessable: countOf(Math.max(t.performed_in_book, t.exams) - t.assessable),
    critical_deviations: countOf(t.critical_deviations),
    dose_over_reference_rate: rateOf('dose_over_reference_rate', t.over_reference, t.dosed),
    wrong_order_rate: rateOf('wrong_order_rate', t.wrong_order, t.ordered),
    repeated_steps: countOf(t.repeated_steps),
  }
}

function compare(tallies: Tally[], filters: Filters): Figures<ComplianceMetric> {
  const current = estimates(sumOf(tallies.filter((t) => t.is_current)))
  const previous = estimates(sumOf(tallies.filter((t) => !t.is_current)))
  const compared = filters.previous_data !== 'none'
  const names = Object.keys(current) as ComplianceMetric[]
  const entries = names.map((name) => [name, figure(name, current[name], compared ? previous[name] : null)])
  return Object.fromEntries(entries) as Figures<ComplianceMetric>
}

/** All protocols together: the question is whether the book was followed, whatever it rules. */
export const complianceFigures = compare

export function complianceByModality(tallies: Tally[], filters: Filters) {
  const modalities = [...new Set(tallies.map((t) => t.modality))]
  return modalities.map((modality) => ({
    modality,
    figures: compare(
      tallies.filter((t) => t.modality === modality),
      filters,
    ),
  }))
}

export function notAssessable(tallies: Tally[]) {
  const t = sumOf(tallies.filter((row) => row.is_current))
  const reasons = [
    { reason: 'no_protocol_code' as const, exams: Math.max(0, t.performed_in_book - t.exams) },
    { reason: 'no_version' as const, exams: t.no_version },
    { reason: 'no_acquisitions' as const, exams: t.no_acquisitions },
  ]
  return reasons.filter((row) => row.exams > 0)
}
