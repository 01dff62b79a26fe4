import type { Kysely } from 'kysely'
import { z } from 'zod'
import { caseKey } from '#queries/cases/case-list.ts'
import type { Drawn, ReadingKey, ReadingMark } from '#queries/concordance/cases-types.ts'
import type { Draw, DrawnReadings } from '#queries/concordance/draw.ts'
import type { AppDatabase } from './app-db/schema.ts'
import { alone } from './app-db/turns.ts'
import { CaseError, caseMarks } from './cases.ts'

/** A sample larger than this is never judged. */
const MOST_DRAWN = 200

const Input = z.object({
  product_code: z.string().min(1).max(64),
  size: z.coerce.number().int().min(4).max(MOST_DRAWN),
  seed: z.coerce.number().int().min(0).max(2_147_483_647),
})

/** @throws {CaseError} */
export function drawOf(input: unknown): Draw {
  const parsed = Input.safeParse(input)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new CaseError(`${issue!.path.join('.')} ${issue!.message}`)
}

async function allDrawn(db: Kysely<AppDatabase>): Promise<Drawn[]> {
  const rows = await db
    .selectFrom('case_sample_item as i')
    .innerJoin('case_sample as s', 's.sample_id', 'i.sample_id')
    .select(['i.sample_id', 'i.place', 'i.center_code', 'i.accession_no', 'i.subject', 's.from_day', 's.to_day'])
    .orderBy('i.sample_id')
    .orderBy('i.place')
    .execute()
  return rows.map(({ subject, ...row }) => {
    const [product_code, finding_code] = JSON.parse(subject) as [string, string]
    return { ...row, product_code, finding_code }
  })
}

/** Readings whose newest word is a judgement. */
function judgedKeys(marks: ReadingMark[]): Set<string> {
  const newest = new Map<string, ReadingMark>()
  for (const mark of marks) if (!newest.has(caseKey('reading', mark))) newest.set(caseKey('reading', mark), mark)
  return new Set([...newest].filter(([, { state }]) => state !== 'open').map(([key]) => key))
}

/** What was said of readings, and what waits to be judged without the AI's answer. */
export async function readingWork(db: Kysely<AppDatabase>) {
  const [{ marks, revision }, drawn] = await Promise.all([caseMarks(db, 'reading'), allDrawn(db)])
  const judged = judgedKeys(marks)
  return {
    marks,
    drawn: drawn.filter((one) => !judged.has(caseKey('reading', one))),
    // Both rise only: so does their sum.
    revision: revision + (drawn.at(-1)?.sample_id ?? 0),
  }
}

/** Readings that a new sample leaves out: judged ones and those of the samples before. */
export async function notToBeDrawn(db: Kysely<AppDatabase>): Promise<ReadingKey[]> {
  const [{ marks }, drawn] = await Promise.all([caseMarks(db, 'reading'), allDrawn(db)])
  const judged = judgedKeys(marks)
  const known = new Map<string, ReadingKey>()
  for (const one of [...marks.filter((mark) => judged.has(caseKey('reading', mark))), ...drawn]) {
    const { center_code, accession_no, product_code, finding_code } = one
    known.set(caseKey('reading', one), { center_code, accession_no, product_code, finding_code })
  }
  return [...known.values()]
}

/** Keeps a sample: from now on its readings are shown without the AI's answer until they are judged. @returns how many */
export async function keepSample(
  db: Kysely<AppDatabase>,
  userName: string,
  { product_code, seed }: Draw,
  { readings, from, to, snapshot_id }: DrawnReadings,
  now = new Date(),
): Promise<number> {
  if (readings.length === 0) throw new CaseError('the product has no reading in this period that could be drawn')
  const sample = {
    product_code,
    seed,
    from_day: from,
    to_day: to,
    snapshot_id,
    user_name: userName,
    at: now.toISOString(),
  }
  await alone(db, 'cases', async (transaction) => {
    const { sample_id } = await transaction
      .insertInto('case_sample')
      .values(sample)
      .returning('sample_id')
      .executeTakeFirstOrThrow()
    const items = readings.map(({ center_code, accession_no, product_code, finding_code }, place) => ({
      ...{ sample_id, place: place + 1, center_code, accession_no },
      subject: JSON.stringify([product_code, finding_code]),
    }))
    await transaction.insertInto('case_sample_item').values(items).execute()
  })
  return readings.length
}
