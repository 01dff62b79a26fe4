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

/** As many periods or filters as people look at in turn: the answers are small, counts of a network's centers. */
const KEPT = 32

const latest = new WeakMap<Kysely<Database>, Map<string, Map<string, Promise<unknown>>>>()

/**
 * Asks again only when what it is asked under changes: the answers of the newest keys of a question are kept. For what
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
  const known = latest.get(db) ?? new Map<string, Map<string, Promise<unknown>>>()
  latest.set(db, known)
  const kept = known.get(question) ?? new Map<string, Promise<unknown>>()
  known.set(question, kept)
  const answer = (kept.get(key) as Promise<T> | undefined) ?? ask()
  kept.delete(key)
  kept.set(key, answer)
  answer.catch(() => kept.delete(key))
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT) break
    kept.delete(oldest)
  }
  return answer
}
