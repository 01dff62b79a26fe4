import { sql, type Kysely } from 'kysely'
import type { AppDatabase } from './schema.ts'
import { isPostgres } from './turns.ts'

/** An answer that is younger serves, so that a page costs no question of its own. */
const FRESH_MS = 1_000

/**
 * Whether the database answers. A file in our own process always does; a server is asked once a second at the most, and told to
 * `report` when it goes and when it is back.
 */
export function watchAnswers(
  db: Kysely<AppDatabase>,
  report: (change: { fault: unknown } | { back: true }) => void,
): () => Promise<boolean> {
  if (!isPostgres(db)) return () => Promise.resolve(true)
  let asked = -Infinity
  let answer: Promise<boolean> = Promise.resolve(true)
  let isThere = true
  const ask = async () => {
    try {
      await sql`SELECT 1`.execute(db)
      if (!isThere) report({ back: true })
      isThere = true
    } catch (fault) {
      if (isThere) report({ fault })
      isThere = false
    }
    asked = performance.now()
    return isThere
  }
  return () => {
    if (performance.now() - asked > FRESH_MS) {
      // Whoever comes while it is asked waits for the same answer.
      asked = Infinity
      answer = ask()
    }
    return answer
  }
}
