import { sql, type Kysely, type SqlBool } from 'kysely'
import { asked } from '../db/asked.ts'
import { countWhere } from '../db/functions.ts'
import type { Database } from '../schema.ts'
import { falseDiscoveries } from '../statistics/false-discovery.ts'
import { rateDifference } from '../statistics/period-difference.ts'
import { centerNames } from '../page/names.ts'
import { isCurrent } from '../filter/scope.ts'
import type { Filters, Names } from '../page/page-types.ts'
import { complianceMetrics } from './compliance-metrics.ts'
import type { DriftRow } from './compliance-types.ts'
import { deviationsInBoth, judgedInBoth } from './judged-exams.ts'

const MOST = 50

/** Fewer exams with a deviation in both periods together say nothing of a change. */
const LEAST_EXAMS = 5

/** As many assessable exams of the protocol as a rate of them needs, in each period. */
const LEAST_ASSESSABLE = complianceMetrics.compliance_rate.minimumCount

const inPeriods = (column: string, filters: Filters) => {
  const current = isCurrent(column, filters)
  return [countWhere(current).as('now'), countWhere(sql<SqlBool>`NOT ${current}`).as('before')] as const
}

// An exam has a step, parameter and kind at most once, so rows count exams.
const occurrences = (db: Kysely<Database>, filters: Filters) =>
  deviationsInBoth(db, filters)
    .select(['v.center_code', 'v.protocol_code', 'v.step', 'v.parameter', 'v.kind'])
    .select(inPeriods('v.day', filters))
    .groupBy(['v.center_code', 'v.protocol_code', 'v.step', 'v.parameter', 'v.kind'])
    .having(sql<number>`count(*)`, '>=', LEAST_EXAMS)

const assessableExams = (db: Kysely<Database>, filters: Filters) =>
  judgedInBoth(db, filters)
    .where('x.assessable', '=', true)
    .select(['x.center_code', 'x.protocol_code'])
    .select(inPeriods('x.day', filters))
    .groupBy(['x.center_code', 'x.protocol_code'])

type Occurrence = Omit<DriftRow, keyof Names | 'difference' | 'low' | 'high'> & { k: number; previous_k: number }

/** How often each deviation was found at each center in both periods; no share is above 1, whatever a log names twice. */
function occurrenceRates(db: Kysely<Database>, filters: Filters): Promise<Occurrence[]> {
  const rates = db
    .with('found', () => occurrences(db, filters))
    .with('judged', () => assessableExams(db, filters))
    .selectFrom('found as f')
    .innerJoin('judged as j', (join) =>
      join.onRef('j.center_code', '=', 'f.center_code').onRef('j.protocol_code', '=', 'f.protocol_code'),
    )
    .where('j.now', '>=', LEAST_ASSESSABLE)
    .where('j.before', '>=', LEAST_ASSESSABLE)
    .select(['f.center_code', 'f.protocol_code', 'f.step', 'f.parameter', 'f.kind'])
    .select(['f.now as exams', 'j.now as n', 'f.before as previous_exams', 'j.before as previous_n'])
    .select([sql<number>`least(f.now, j.now)`.as('k'), sql<number>`least(f.before, j.before)`.as('previous_k')])
  return db
    .selectFrom(rates.as('r'))
    .selectAll()
    .select(sql<number>`CAST(k AS DOUBLE) / n`.as('rate'))
    .select(sql<number>`CAST(previous_k AS DOUBLE) / previous_n`.as('previous_rate'))
    .orderBy('center_code')
    .orderBy('protocol_code')
    .orderBy('kind')
    .orderBy('step')
    .orderBy('parameter')
    .$castTo<Occurrence>()
    .$call(asked('compliance.drift'))
}

/**
 * Deviations that became more or less frequent at a center, the clearest first: those that are no chance when all are
 * judged together. `filters` are those of a look-back (`lookBack`, `settled`).
 */
export async function driftRows(db: Kysely<Database>, filters: Filters): Promise<DriftRow[]> {
  const [found, nameOf] = await Promise.all([occurrenceRates(db, filters), centerNames(db)])
  const changes = found.map(({ k, n, previous_k, previous_n }) =>
    rateDifference({ k, n }, { k: previous_k, n: previous_n }),
  )
  const isNamed = falseDiscoveries(changes.map(({ p }) => p))
  const rows = found.flatMap(({ k: _k, previous_k: _previous, ...row }, i): DriftRow[] => {
    const { difference, low, high } = changes[i]!
    if (!isNamed[i] || difference === null || low === null || high === null) return []
    return [{ ...row, ...nameOf(row.center_code), difference, low, high }]
  })
  return rows.sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference)).slice(0, MOST)
}
