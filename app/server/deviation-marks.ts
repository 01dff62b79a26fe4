import type { Kysely, Selectable } from 'kysely'
import { z } from 'zod'
import { DEVIATION_REASONS, DEVIATION_STATES, type DeviationMark } from '#queries/compliance/audit-types.ts'
import type { AppDatabase } from './app-db/schema.ts'
import { AppError } from './errors.ts'

/** More than a page of a list at once is no decision about each. */
const MOST_AT_ONCE = 200

/** A mark that cannot be kept. */
export class DeviationMarkError extends AppError {
  readonly code = 'app/deviation-mark'

  constructor(detail: string) {
    super(`The state was not set: ${detail}. Choose deviations and a state; an accepted one needs a reason.`)
  }
}

const Key = z.object({
  center_code: z.string().min(1).max(64),
  accession_no: z.string().min(1).max(64),
  step: z.string().max(200),
  parameter: z.string().max(200),
})

const Input = z
  .object({
    keys: z.array(Key).min(1).max(MOST_AT_ONCE),
    state: z.enum(DEVIATION_STATES),
    reason: z.enum(DEVIATION_REASONS).nullable(),
    comment: z.string().trim().max(500),
  })
  .refine(({ state, reason }) => (state === 'accepted') === (reason !== null), {
    message: 'a reason belongs to what is accepted, and to nothing else',
    path: ['reason'],
  })

export type MarkInput = z.input<typeof Input>

/**
 * Appends one event for each deviation; all or none.
 * @param centers those that the person works for; null for all
 * @throws {DeviationMarkError}
 */
export async function markDeviations(
  db: Kysely<AppDatabase>,
  userName: string,
  input: unknown,
  centers: ReadonlySet<string> | null = null,
  now = new Date(),
): Promise<number> {
  const parsed = Input.safeParse(input)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new DeviationMarkError(`${issue!.path.join('.')} ${issue!.message}`)
  }
  const { keys, ...said } = parsed.data
  if (centers && !keys.every(({ center_code }) => centers.has(center_code)))
    throw new DeviationMarkError('a deviation is of a center that is not known')
  const rows = keys.map((key) => ({ ...key, ...said, user_name: userName, at: now.toISOString() }))
  await db.transaction().execute((transaction) => transaction.insertInto('deviation_event').values(rows).execute())
  return rows.length
}

const markOf = ({ event_id: _id, ...mark }: Selectable<AppDatabase['deviation_event']>): DeviationMark => mark

/** Everything that was said of deviations, the newest first, and the number of the last event. */
export async function deviationMarks(db: Kysely<AppDatabase>): Promise<{ marks: DeviationMark[]; revision: number }> {
  const rows = await db.selectFrom('deviation_event').selectAll().orderBy('event_id', 'desc').execute()
  return { marks: rows.map(markOf), revision: rows[0]?.event_id ?? 0 }
}
