import type { Kysely, Selectable } from 'kysely'
import { z } from 'zod'
import { CASE_PARTS, type CaseKind, type Said } from '#queries/cases/case-types.ts'
import { DEVIATION_REASONS, DEVIATION_STATES, type DeviationMark } from '#queries/compliance/audit-types.ts'
import { JUDGED_OUTCOMES, NEEDS_ANSWER, READING_STATES, type ReadingMark } from '#queries/concordance/cases-types.ts'
import { LocalDay } from '#queries/filter/filter.ts'
import { CLASS_ROLES } from '../access.ts'
import type { AppDatabase } from './app-db/schema.ts'
import { alone } from './app-db/turns.ts'
import { AppError } from './errors.ts'

/** More than a page of a list at once is no decision about each. */
const MOST_AT_ONCE = 200

/** Something said of cases that cannot be kept. */
export class CaseError extends AppError {
  readonly code = 'app/case'

  constructor(detail: string) {
    super(
      `The state was not set: ${detail}. Choose cases and a state; an accepted deviation needs a reason, ` +
        'and who is right only a reading whose answer was shown.',
    )
  }
}

const Code = z.string().min(1).max(64)
const Exam = { center_code: Code, accession_no: Code }
const Said = {
  comment: z.string().trim().max(500),
  assigned_to: z.string().max(64).nullable().default(null),
  due: LocalDay.nullable().default(null),
}

const Deviations = z
  .object({
    ...Said,
    keys: z.array(z.object({ ...Exam, step: z.string().max(200), parameter: z.string().max(200) })),
    state: z.enum(DEVIATION_STATES),
    reason: z.enum(DEVIATION_REASONS).nullable(),
  })
  .refine(({ state, reason }) => (state === 'accepted') === (reason !== null), {
    message: 'a reason belongs to what is accepted, and to nothing else',
    path: ['reason'],
  })

const Readings = z
  .object({
    ...Said,
    keys: z.array(
      z.object({
        ...Exam,
        product_code: Code,
        finding_code: Code,
        /** What who judges it was shown; null where it was hidden. */
        basis: z.enum(JUDGED_OUTCOMES).nullable().default(null),
      }),
    ),
    state: z.enum(READING_STATES),
    reason: z.null(),
  })
  .refine(({ state, keys }) => !NEEDS_ANSWER.includes(state) || keys.every(({ basis }) => basis !== null), {
    message: 'says who is right of a reading whose answer is hidden',
    path: ['state'],
  })

const INPUT = { deviation: Deviations, reading: Readings }

export interface Marks {
  deviation: DeviationMark
  reading: ReadingMark
}

/** @throws {CaseError} */
function parse<Kind extends CaseKind>(kind: Kind, input: unknown) {
  const parsed = INPUT[kind].safeParse(input)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new CaseError(`${issue!.path.join('.')} ${issue!.message}`)
  }
  const { keys } = parsed.data
  if (keys.length === 0 || keys.length > MOST_AT_ONCE)
    throw new CaseError(`${keys.length} cases are too few or too many`)
  return parsed.data
}

/** Who may be named to deal with a case: whoever may see single exams. */
export async function peopleForCases(db: Kysely<AppDatabase>): Promise<string[]> {
  const accounts = await db
    .selectFrom('account')
    .select(['user_name', 'roles'])
    .where('disabled', '=', 0)
    .orderBy('user_name')
    .execute()
  return accounts
    .filter(({ roles }) => CLASS_ROLES.person.some((role) => roles.split(',').includes(role)))
    .map(({ user_name }) => user_name)
}

/**
 * Appends one event for each case; all or none.
 * @param centers those that the person works for; null for all
 * @returns how many
 * @throws {CaseError}
 */
export async function setCases(
  db: Kysely<AppDatabase>,
  kind: CaseKind,
  userName: string,
  input: unknown,
  now = new Date(),
  centers: ReadonlySet<string> | null = null,
): Promise<number> {
  const { keys, ...said } = parse(kind, input)
  if (centers && !keys.every(({ center_code }: { center_code: string }) => centers.has(center_code)))
    throw new CaseError('a case is of a center that is not known')
  if (said.assigned_to !== null && !(await peopleForCases(db)).includes(said.assigned_to))
    throw new CaseError('nobody of that name may see single exams')
  const rows = keys.map((key: { center_code: string; accession_no: string; basis?: string | null }) => ({
    ...{ kind, center_code: key.center_code, accession_no: key.accession_no, ...said },
    subject: JSON.stringify(CASE_PARTS[kind].map((part) => (key as Record<string, unknown>)[part])),
    basis: key.basis ?? null,
    ...{ user_name: userName, at: now.toISOString() },
  }))
  // One after the other, so that what has the higher number was said later and nobody sees a number before a lower one.
  await alone(db, 'cases', (transaction) => transaction.insertInto('case_event').values(rows).execute())
  return rows.length
}

function markOf<Kind extends CaseKind>(kind: Kind, event: Selectable<AppDatabase['case_event']>): Marks[Kind] {
  const { event_id: _id, kind: _kind, subject, basis, ...said } = event
  const parts = JSON.parse(subject) as string[]
  const key = Object.fromEntries(CASE_PARTS[kind].map((part, place) => [part, parts[place]!]))
  return { ...said, ...key, ...(kind === 'reading' && { basis }) } as Said & object as Marks[Kind]
}

/** Everything that was said of a kind of cases, the newest first, and the number of the last event. */
export async function caseMarks<Kind extends CaseKind>(
  db: Kysely<AppDatabase>,
  kind: Kind,
): Promise<{ marks: Marks[Kind][]; revision: number }> {
  const rows = await db
    .selectFrom('case_event')
    .selectAll()
    .where('kind', '=', kind)
    .orderBy('event_id', 'desc')
    .execute()
  return { marks: rows.map((row) => markOf(kind, row)), revision: rows[0]?.event_id ?? 0 }
}
