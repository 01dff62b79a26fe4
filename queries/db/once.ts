import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'
import { isHeard } from './asked.ts'

// A snapshot never changes and each has its own Kysely: the entry goes when the snapshot is let go.
const answers = new WeakMap<Kysely<Database>, Map<string, Promise<unknown>>>()

/** Asks once per snapshot what no filter changes: names, feeds, freshness. A failed answer is asked again. */
export function oncePerSnapshot<T>(
  db: Kysely<Database>,
  question: string,
  ask: (db: Kysely<Database>) => Promise<T>,
): Promise<T> {
  if (isHeard()) return ask(db)
  const known = answers.get(db) ?? new Map<string, Promise<unknown>>()
  answers.set(db, known)
  const found = known.get(question) as Promise<T> | undefined
  if (found) return found
  const asked = ask(db)
  known.set(question, asked)
  asked.catch(() => known.delete(question))
  return asked
}

const latest = new WeakMap<Kysely<Database>, Map<string, { key: string; answer: Promise<unknown> }>>()

/**
 * Asks again only when what it is asked under changes: one answer a question is kept, that of the newest key. For what
 * pages of many centers share, such as the network's evidence of a period.
 */
export function latestPerSnapshot<T>(
  db: Kysely<Database>,
  question: string,
  under: object,
  ask: () => Promise<T>,
): Promise<T> {
  if (isHeard()) return ask()
  const key = JSON.stringify(under)
  const known = latest.get(db) ?? new Map<string, { key: string; answer: Promise<unknown> }>()
  latest.set(db, known)
  const found = known.get(question)
  if (found?.key === key) return found.answer as Promise<T>
  const answer = ask()
  const entry = { key, answer }
  known.set(question, entry)
  answer.catch(() => known.get(question) === entry && known.delete(question))
  return answer
}
