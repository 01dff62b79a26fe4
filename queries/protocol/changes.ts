import { sql, type Kysely } from 'kysely'
import { complianceMetrics } from '../compliance/compliance-metrics.ts'
import { concordanceMetrics } from '../concordance/concordance-metrics.ts'
import { askedOf } from '../db/asked.ts'
import { addDays } from '../filter/days.ts'
import { inBothPeriods } from '../filter/scope.ts'
import { measureAgainst } from '../metric/against.ts'
import { comparedFigures } from '../metric/compare.ts'
import { tellTogether } from '../metric/measure.ts'
import { underScanner } from '../metric/compile.ts'
import type { Metric } from '../metric/define.ts'
import { aggregatesOf, type Expression, type Source } from '../metric/expression.ts'
import type { Day, Figures, Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { throughputMetrics } from '../throughput/throughput-metrics.ts'
import type { ProtocolMetric, Version, VersionChange } from './protocol-types.ts'

/** So long on either side of a change, where the versions beside it and the data reach. */
const DAYS_AROUND = 84
/** The figures around all changes as one statement. */
export const CHANGES = 'protocol.changes'

/** The newest changes; older ones are history. */
const MOST_CHANGES = 3

/** The same figure answered by exams: days of a center know no protocol. Parts that are of exams already stay as they are. */
function ofExams<Id extends string>(metric: Metric<Id>): Metric<Id> {
  const follow = (expression: Expression) =>
    aggregatesOf(expression).every(({ source }) => source.columns.scanner) ? expression : underScanner(expression)
  const numerator = follow(metric.numerator) ?? metric.numerator
  return { ...metric, numerator, denominator: metric.denominator && follow(metric.denominator) }
}

export const METRICS: readonly Metric<ProtocolMetric>[] = [
  complianceMetrics.compliance_rate,
  ofExams(throughputMetrics.exam_minutes_median),
  ofExams(throughputMetrics.repeat_rate),
  complianceMetrics.dose_over_reference_rate,
  concordanceMetrics.agreement,
]

/** Rows of the protocol's exams; readings carry no protocol, their exam does. */
const ofProtocol =
  (protocol_code: string, filters: Filters) =>
  ({ table }: Source) =>
    table === 'mart.ai_reading'
      ? sql<boolean>`(center_code, accession_no) IN (SELECT (x.center_code, x.accession_no)
          FROM mart.exam_compliance AS x
          WHERE x.protocol_code = ${protocol_code} AND ${inBothPeriods(filters, { day: 'x.day' })})`
      : sql<boolean>`protocol_code = ${protocol_code}`

const questionOf = (filters: Filters, protocol_code: string) => ({
  ...{ name: 'protocol.figures', metrics: METRICS, by: [], filters, periods: 'both' as const },
  where: ofProtocol(protocol_code, filters),
})

/** The protocol's headline figures beside those of the compared period. */
export async function protocolFigures(
  db: Kysely<Database>,
  filters: Filters,
  protocol_code: string,
): Promise<Figures<ProtocolMetric>> {
  return comparedFigures(METRICS, await measureAgainst(db, questionOf(filters, protocol_code)), filters)
}

const earlier = (a: Day, b: Day | null | undefined) => (b && b < a ? b : a)
const later = (a: Day, b: Day | null | undefined) => (b && b > a ? b : a)

/** The days around each change of version of which data and neighbours leave any; versions newest first. */
export function changesOf(versions: Version[], firstDay: Day | null, lastDay: Day | null) {
  if (firstDay === null || lastDay === null) return []
  const spans = versions.flatMap(({ version, effective_from: day }, place) => {
    const [next, previous] = [versions[place - 1], versions[place + 1]]
    if (day === null || previous === undefined) return []
    const before = { from: later(later(addDays(day, -DAYS_AROUND), previous.effective_from), firstDay), to: day }
    const after = {
      from: day,
      to: earlier(earlier(addDays(day, DAYS_AROUND), next?.effective_from), addDays(lastDay, 1)),
    }
    return before.from < before.to && after.from < after.to ? [{ version, before, after }] : []
  })
  return spans.slice(0, MOST_CHANGES)
}

/** What each change of version did, for the places of the filter, whatever its period. */
export function versionChanges(
  db: Kysely<Database>,
  filters: Filters,
  protocol_code: string,
  spans: ReturnType<typeof changesOf>,
): Promise<VersionChange[]> {
  const around = spans.map((span): { span: (typeof spans)[number]; filters: Filters } => {
    const days = { ...filters, ...span.after, previous: span.before, previous_data: 'complete' as const }
    return { span, filters: { ...days, comparison: { ...filters.comparison, kind: 'own' } } }
  })
  const asked = around.map((of) => ({ number: of.span.version, question: questionOf(of.filters, protocol_code) }))
  tellTogether(db, CHANGES, 'version', asked)
  return Promise.all(
    around.map(async ({ span, filters: days }) => {
      const figures = await askedOf(`v${span.version}`, () => protocolFigures(db, days, protocol_code))
      return { ...span, figures }
    }),
  )
}
