import { sql, type Kysely, type SqlBool } from 'kysely'
import { asked } from '../db/asked.ts'
import { countWhere } from '../db/functions.ts'
import type { Database } from '../schema.ts'
import { Z_998 } from '../statistics/distributions.ts'
import { differenceOfProportions } from '../statistics/proportion.ts'
import { centerNames } from '../page/names.ts'
import { isCurrent } from '../filter/scope.ts'
import type { Filters } from '../page/page-types.ts'
import type { DeviationKind, DriftRow } from './compliance-types.ts'
import { deviationsInBoth, judgedInBoth } from './scope.ts'

const MOST = 50

interface Occurrence {
  center_code: string
  protocol_code: string
  step: string | null
  parameter: string | null
  kind: DeviationKind
  now: number
  before: number
}

async function occurrences(db: Kysely<Database>, filters: Filters): Promise<Occurrence[]> {
  const current = isCurrent('v.day', filters)
  // An exam has a step, parameter and kind at most once, so rows count exams.
  return deviationsInBoth(db, filters)
    .select([
      'v.center_code',
      'v.protocol_code',
      'v.step',
      'v.parameter',
      'v.kind',
      countWhere(current).as('now'),
      countWhere(sql<SqlBool>`NOT ${current}`).as('before'),
    ])
    .groupBy(['v.center_code', 'v.protocol_code', 'v.step', 'v.parameter', 'v.kind'])
    .having(sql<number>`count(*)`, '>=', 5)
    .$castTo<Occurrence>()
    .$call(asked('compliance.occurrences'))
}

async function assessableExams(db: Kysely<Database>, filters: Filters) {
  const current = isCurrent('x.day', filters)
  const rows = await judgedInBoth(db, filters)
    .where('x.assessable', '=', true)
    .select([
      'x.center_code',
      'x.protocol_code',
      countWhere(current).as('now'),
      countWhere(sql<SqlBool>`NOT ${current}`).as('before'),
    ])
    .groupBy(['x.center_code', 'x.protocol_code'])
    .$castTo<{ center_code: string; protocol_code: string; now: number; before: number }>()
    .$call(asked('compliance.assessable'))
  return new Map(rows.map((row) => [`${row.center_code}\u0000${row.protocol_code}`, row]))
}

/** Deviations that became more or less frequent at a center than in the previous period, the clearest first. */
export async function driftRows(db: Kysely<Database>, filters: Filters): Promise<DriftRow[]> {
  const [found, exams, nameOf] = await Promise.all([
    occurrences(db, filters),
    assessableExams(db, filters),
    centerNames(db),
  ])
  const rows = found.flatMap(({ now, before, ...what }) => {
    const n = exams.get(`${what.center_code}\u0000${what.protocol_code}`)
    if (!n || n.now < 10 || n.before < 10) return []
    const first = { k: Math.min(now, n.now), n: n.now }
    const second = { k: Math.min(before, n.before), n: n.before }
    const d = differenceOfProportions(first, second, Z_998)
    if (!d || (d.low <= 0 && d.high >= 0)) return []
    return [
      {
        ...what,
        ...nameOf(what.center_code),
        exams: now,
        n: n.now,
        rate: first.k / first.n,
        previous_exams: before,
        previous_n: n.before,
        previous_rate: second.k / second.n,
        ...d,
      },
    ]
  })
  return rows.sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference)).slice(0, MOST)
}
