import type { Kysely } from 'kysely'
import type { AppDatabase } from '../app-db/schema.ts'
import { AppDatabaseAwayError } from '../errors.ts'

const FLUSH_MS = 20_000

/** Counts who reads which page on which day; written in batches, since a write for each page is not needed. */
export class PageUse {
  readonly #db: Kysely<AppDatabase>
  readonly #timer: NodeJS.Timeout
  readonly #onFault: (fault: unknown) => void
  #counts = new Map<string, number>()

  constructor(db: Kysely<AppDatabase>, onFault: (fault: unknown) => void) {
    this.#db = db
    this.#onFault = onFault
    this.#timer = setInterval(() => void this.flush().catch(this.#onFault), FLUSH_MS)
    this.#timer.unref()
  }

  count(userName: string, page: string, now = new Date()): void {
    const key = JSON.stringify([userName, page, now.toISOString().slice(0, 10)])
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1)
  }

  async flush(): Promise<void> {
    const counts = this.#counts
    this.#counts = new Map()
    try {
      await this.#write(counts)
    } catch (cause) {
      // What could not be written while the database was away is written with the next.
      if (cause instanceof AppDatabaseAwayError)
        for (const [key, reads] of counts) this.#counts.set(key, (this.#counts.get(key) ?? 0) + reads)
      throw cause
    }
  }

  async #write(counts: Map<string, number>): Promise<void> {
    for (const [key, reads] of counts) {
      const [user_name, page, day] = JSON.parse(key) as [string, string, string]
      await this.#db
        .insertInto('page_use')
        .values({ user_name, page, day, reads })
        .onConflict((conflict) =>
          conflict
            .columns(['user_name', 'page', 'day'])
            .doUpdateSet((eb) => ({ reads: eb('page_use.reads', '+', reads) })),
        )
        .execute()
      counts.delete(key)
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.flush().catch(this.#onFault)
  }
}

export interface PageUseRow {
  page: string
  people: number
  reads: number
  last_day: string
}

/** Pages since a day, those that most people read first; of one person where they are named. */
export async function pageUse(db: Kysely<AppDatabase>, since: string, by?: string): Promise<PageUseRow[]> {
  return db
    .selectFrom('page_use')
    .select((eb) => [
      'page',
      eb.fn.count<number>('user_name').distinct().as('people'),
      eb.fn.sum<number>('reads').as('reads'),
      eb.fn.max<string>('day').as('last_day'),
    ])
    .where('day', '>=', since)
    .$if(by !== undefined, (query) => query.where('user_name', '=', by!))
    .groupBy('page')
    .orderBy('people', 'desc')
    .orderBy('reads', 'desc')
    .orderBy('page')
    .execute()
}

export interface PersonUseRow {
  user_name: string
  pages: number
  reads: number
  last_day: string
}

/** People since a day, those who read most first; of one page where it is named. */
export async function personUse(db: Kysely<AppDatabase>, since: string, of?: string): Promise<PersonUseRow[]> {
  return db
    .selectFrom('page_use')
    .select((eb) => [
      'user_name',
      eb.fn.count<number>('page').distinct().as('pages'),
      eb.fn.sum<number>('reads').as('reads'),
      eb.fn.max<string>('day').as('last_day'),
    ])
    .where('day', '>=', since)
    .$if(of !== undefined, (query) => query.where('page', '=', of!))
    .groupBy('user_name')
    .orderBy('reads', 'desc')
    .orderBy('user_name')
    .execute()
}
