import { sql, type Kysely } from 'kysely'
import { heard } from '../db/asked.ts'
import type { Estimate } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { compile, partsOf, underScanner, type Compiled } from './compile.ts'
import { estimatorOf } from './estimate.ts'
import { aggregatesOf, readerOf, type Aggregate, type Value } from './expression.ts'
import { groupsAndDays, groupsOf, type Groups, type Sums } from './groups.ts'
import { GROUPED_BY } from './grouping-sets.ts'
import { nameOf, onceEach, statementOf, type Question } from './statement.ts'

export interface Measured<Id extends string> {
  /** The values of the keys, and of the sums beside the figures. */
  row: Record<string, unknown>
  is_current: boolean
  figures: Record<Id, Estimate>
}

/** Sums beside the figures by name; null where the filter leaves one without an answer. */
function besideOf(beside: readonly Aggregate[], byScanner: boolean) {
  return beside.map((part) => {
    const followed = byScanner ? underScanner(part) : part
    const [one = null] = followed ? aggregatesOf(followed) : []
    return { name: part.name, part: one }
  })
}

/** What a question is made of. */
function planOf<Id extends string>(question: Question<Id>) {
  const byScanner = question.filters.scanner.length > 0
  const compiled = question.metrics.map((metric) => compile(metric, byScanner))
  const beside = besideOf(question.beside ?? [], byScanner)
  const parts = onceEach([...partsOf(compiled), ...beside.flatMap(({ part }) => part ?? [])])
  return { compiled, beside, parts }
}

function rowReader<Id extends string>(
  question: Question<Id>,
  groups: Groups,
  beside: ReturnType<typeof besideOf>,
): (group: number) => Record<string, unknown> {
  const names = [...(question.sets ? [GROUPED_BY] : []), ...question.by.map(nameOf)]
  const sums = beside.map(({ name, part }) => ({ name, read: part && readerOf(part, groups.reader) }))
  const both = question.periods === 'both'
  return (group) => {
    const row: Record<string, unknown> = {}
    names.forEach((name, place) => (row[name] = groups.key(group, place)))
    if (both) row['is_current'] = groups.isCurrent(group)
    for (const { name, read } of sums) row[name] = read ? read(group) : null
    return row
  }
}

/** Reads the figures of group after group. */
function figuresReader<Id extends string>(compiled: Compiled[], reader: (part: Aggregate) => (group: number) => Value) {
  const metrics = compiled.map((one) => ({ id: one.metric.id, read: estimatorOf(one, reader) }))
  return (group: number) => {
    const figures = {} as Record<string, Estimate>
    for (const { id, read } of metrics) figures[id] = read(group)
    return figures as Record<Id, Estimate>
  }
}

/** Tells who listens a question as one statement (`statementOf`), which is also what the SQL link of a panel opens. */
export function tell<Id extends string>(db: Kysely<Database>, question: Question<Id>): void {
  heard(question.name, () => statementOf(question, planOf(question).compiled).compile(db))
}

/**
 * Tells who listens questions that differ in their filters alone as one statement, each one's rows under its number in a column;
 * nothing where there is none.
 */
export function tellTogether<Id extends string>(
  db: Kysely<Database>,
  name: string,
  column: string,
  questions: { number: number; question: Question<Id> }[],
): void {
  if (questions.length === 0) return
  const parts = () =>
    questions.map(({ number, question }) => {
      const statement = statementOf(question, planOf(question).compiled)
      return sql`SELECT ${sql.lit(number)} AS ${sql.ref(column)}, p.* FROM (${statement}) AS p`
    })
  heard(name, () => sql`${sql.join(parts(), sql` UNION ALL `)}`.compile(db))
}

/** The rows of a question, read off its groups. */
function rowsOf<Id extends string>(question: Question<Id>, groups: Groups): Measured<Id>[] {
  const { compiled, beside } = planOf(question)
  const row = rowReader(question, groups, beside)
  const figures = figuresReader<Id>(compiled, groups.reader)
  return Array.from({ length: groups.count }, (_, group) => ({
    row: row(group),
    is_current: groups.isCurrent(group),
    figures: figures(group),
  }))
}

/**
 * The figures of some metrics by some keys: the sums of each table by one statement, from which value, interval, n and why
 * there is none are worked out. Rows come in the order of the keys, the current period first.
 */
export async function measure<Id extends string>(
  db: Kysely<Database>,
  question: Question<Id>,
): Promise<Measured<Id>[]> {
  tell(db, question)
  return rowsOf(question, await groupsOf(db, { question, parts: planOf(question).parts }))
}

/** The same with the sums of days beside it. */
export async function measureWithDays<Id extends string>(
  db: Kysely<Database>,
  question: Question<Id>,
  asked: Sums<Id>,
): Promise<{ rows: Measured<Id>[]; days: Groups }> {
  tell(db, question)
  const { groups, days } = await groupsAndDays(db, { question, parts: planOf(question).parts }, asked)
  return { rows: rowsOf(question, groups), days }
}
