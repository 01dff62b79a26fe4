import { AsyncLocalStorage } from 'node:async_hooks'
import type { CompiledQuery, Kysely, RawBuilder } from 'kysely'

/** What a page asked of the warehouse: the question's name and its SQL. */
export interface Asked {
  name: string
  compiled: CompiledQuery
}

interface Listener {
  /** Stands before the names of questions that a page asks about something else, such as the whole network. */
  prefix: string
  heard: Asked[]
}

const listeners = new AsyncLocalStorage<Listener>()

/** What `asked` needs of a Kysely query; its rows are those of `execute`. */
interface Query<Row> {
  compile(): CompiledQuery
  execute(): Promise<Row[]>
}

/**
 * Runs a query under a name, so that a panel can show the statement that made it. For `$call` in place of `execute`:
 * `.$call(asked('throughput.counts'))`.
 */
export function asked(name: string) {
  return <Row>(query: Query<Row>): Promise<Row[]> => {
    heard(name, () => query.compile())
    return query.execute()
  }
}

/** Tells who listens a statement that says in one what the page asks in parts. */
export function heard(name: string, statement: () => CompiledQuery): void {
  const listener = listeners.getStore()
  listener?.heard.push({ name: `${listener.prefix}${name}`, compiled: statement() })
}

/** The same for a statement that is no query of Kysely's builder. */
export async function askedSql<Row, DB>(db: Kysely<DB>, name: string, statement: RawBuilder<Row>): Promise<Row[]> {
  return asked(name)({
    compile: () => statement.compile(db),
    execute: async () => (await statement.execute(db)).rows,
  })
}

/** The same for a query that always has a row. @throws when it has none */
export function askedOne(name: string) {
  return async <Row>(query: Query<Row>): Promise<Row> => {
    const [row] = await asked(name)(query)
    if (row === undefined) throw new Error(`${name}: a question that always has an answer had none`)
    return row
  }
}

/** Names of questions asked in `work` begin with `<prefix>.`: a page may ask the same of two things. */
export function askedOf<T>(prefix: string, work: () => Promise<T>): Promise<T> {
  const listener = listeners.getStore()
  if (!listener) return work()
  return listeners.run({ prefix: `${prefix}.${listener.prefix}`, heard: listener.heard }, work)
}

/** Nobody is told what is asked in `work`: statements of it would find other rows where whoever reads them runs them. */
export function unheard<T>(work: () => Promise<T>): Promise<T> {
  return listeners.exit(work)
}

/** Whether somebody wants to know what is asked: answers that are kept must then be asked again. */
export function isHeard(): boolean {
  return listeners.getStore() !== undefined
}

/** Runs `work` and tells every named question that it asked, in the order of asking. */
export async function hear(work: () => Promise<unknown>): Promise<Asked[]> {
  const listener: Listener = { prefix: '', heard: [] }
  await listeners.run(listener, work)
  return listener.heard
}
