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
