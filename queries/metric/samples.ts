import type { Kysely } from 'kysely'
import type { Cell } from '../db/columns.ts'
import type { Database } from '../schema.ts'
import type { Sample } from '../statistics/proportion.ts'
import { compile, partsOf } from './compile.ts'
import { readerOf, type Expression } from './expression.ts'
import { groupsOf } from './groups.ts'
import type { Question } from './statement.ts'

/** k of n of some rates, group by group in the order of the keys. */
export interface Samples<Id extends string> {
  count: number
  key: (group: number, place: number) => Cell
  /** Nothing of nothing where the filter leaves the rate without an answer. */
  of: Record<Id, (group: number) => Sample>
}

/** The samples that rates are made of, without more: for questions of thousands of groups of which nobody sees the rate. */
export async function samples<Id extends string>(db: Kysely<Database>, question: Question<Id>): Promise<Samples<Id>> {
  const byScanner = question.filters.scanner.length > 0
  const compiled = question.metrics.map((metric) => compile(metric, byScanner))
  const { count, key, reader } = await groupsOf(db, { question, parts: partsOf(compiled) })
  const countOf = (expression: Expression | null) => {
    const read = expression && readerOf(expression, reader)
    return (group: number) => (read ? Number(read(group)) : 0)
  }
  const entries = compiled.map(({ metric, numerator, denominator }) => {
    const [k, n] = [countOf(numerator), countOf(denominator)]
    return [metric.id, (group: number) => ({ k: k(group), n: n(group) })]
  })
  return { count, key, of: Object.fromEntries(entries) as Samples<Id>['of'] }
}
