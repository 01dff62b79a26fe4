import type { Kysely } from 'kysely'
import { oncePerSnapshot } from '../db/once.ts'
import { FilterError } from '../filter/filter.ts'
import { filterIssue } from '../filter/problems.ts'
import type { Database } from '../schema.ts'
import type { ParetoRow, RuledParameter } from './parameters-types.ts'

/** Every parameter that some version of the book rules, in the order of the book. */
export function ruledParameters(db: Kysely<Database>): Promise<RuledParameter[]> {
  return oncePerSnapshot(db, 'ruledParameters', async () => {
    const rows = await db
      .selectFrom('protocol_rule')
      .select(['protocol_code', 'step', 'parameter'])
      .select((eb) => eb.fn.min('step_order').as('step_order'))
      .where('parameter', 'is not', null)
      .groupBy(['protocol_code', 'step', 'parameter'])
      .orderBy('protocol_code')
      .orderBy('step_order')
      .orderBy('step')
      .orderBy('parameter')
      .execute()
    return rows.map(({ protocol_code, step, parameter }) => ({ protocol_code, step, parameter: parameter! }))
  })
}

type Asked = { protocol?: string; step?: string; parameter?: string }

const fits = (asked: Asked, row: RuledParameter) =>
  (asked.protocol === undefined || asked.protocol === row.protocol_code) &&
  (asked.step === undefined || asked.step === row.step) &&
  (asked.parameter === undefined || asked.parameter === row.parameter)

/**
 * The parameter that the address names, as far as it does: of several, the one with most deviating exams, else the first of
 * the book. Null where the book rules nothing. @throws {FilterError} when it names one that the book does not rule
 */
export function chooseParameter(asked: Asked, ruled: RuledParameter[], deviating: ParetoRow[]): RuledParameter | null {
  const candidates = ruled.filter((row) => fits(asked, row))
  if (candidates.length === 0 && ruled.length > 0 && (asked.protocol ?? asked.step ?? asked.parameter) !== undefined)
    throw new FilterError([filterIssue('parameter', 'not_ruled')])
  const ofValues = deviating.filter(({ kind }) => kind === 'out_of_tolerance' || kind === 'missing_parameter')
  const most = [...ofValues].sort((a, b) => b.exams - a.exams)
  const same = (a: RuledParameter, b: ParetoRow) =>
    a.protocol_code === b.protocol_code && a.step === b.step && a.parameter === b.parameter
  const first = most.flatMap((row) => candidates.filter((candidate) => same(candidate, row)))[0]
  return first ?? candidates[0] ?? null
}
