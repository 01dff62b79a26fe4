import type { Generated, Kysely } from 'kysely'
import type { CaseKind } from '#queries/cases/case-types.ts'
import type { DeviationTables } from './deviation-tables.ts'

/**
 * What people did about deviations, readings and whatever else is worked through one by one. Only added to: the newest event
 * of a case is its state, the rest its history.
 */
export interface CaseTables {
  case_event: {
    /** Rises with time. */
    event_id: Generated<number>
    kind: CaseKind
    /** With `accession_no` and `subject`, what the case is known by: the warehouse may be built anew or rolled back. */
    center_code: string
    accession_no: string
    /** What the kind is known by beside its exam (`CASE_PARTS`), as a JSON list of texts. */
    subject: string
    state: string
    reason: string | null
    comment: string
    /** Whose work it is, and until which local day. */
    assigned_to: string | null
    due: string | null
    /** The outcome of a reading that who judged it saw; null where it was hidden, and for other kinds. */
    basis: string | null
    /** Stays when the account goes. */
    user_name: string
    at: string
  }
  /** A draw of readings that are judged without the AI's answer. */
  case_sample: {
    sample_id: Generated<number>
    product_code: string
    seed: number
    /** Local days of the exams, half-open. */
    from_day: string
    to_day: string
    snapshot_id: string
    user_name: string
    at: string
  }
  case_sample_item: {
    sample_id: number
    /** Order in which they are judged, which says nothing of the stratum. */
    place: number
    center_code: string
    accession_no: string
    subject: string
  }
}

const MOST_AT_ONCE = 500

async function createEvents(db: Kysely<CaseTables>) {
  await db.schema
    .createTable('case_event')
    .addColumn('event_id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('center_code', 'text', (c) => c.notNull())
    .addColumn('accession_no', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('reason', 'text')
    .addColumn('comment', 'text', (c) => c.notNull())
    .addColumn('assigned_to', 'text')
    .addColumn('due', 'text')
    .addColumn('basis', 'text')
    .addColumn('user_name', 'text', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('case_event_by_kind').on('case_event').columns(['kind', 'event_id']).execute()
}

async function createSamples(db: Kysely<CaseTables>) {
  await db.schema
    .createTable('case_sample')
    .addColumn('sample_id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('product_code', 'text', (c) => c.notNull())
    .addColumn('seed', 'integer', (c) => c.notNull())
    .addColumn('from_day', 'text', (c) => c.notNull())
    .addColumn('to_day', 'text', (c) => c.notNull())
    .addColumn('snapshot_id', 'text', (c) => c.notNull())
    .addColumn('user_name', 'text', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .execute()
  await db.schema
    .createTable('case_sample_item')
    .addColumn('sample_id', 'integer', (c) => c.notNull().references('case_sample.sample_id'))
    .addColumn('place', 'integer', (c) => c.notNull())
    .addColumn('center_code', 'text', (c) => c.notNull())
    .addColumn('accession_no', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('case_sample_item_key', ['sample_id', 'place'])
    .execute()
}

/** Every event that was said of a deviation keeps its number, and with it its place in the history. */
async function moveDeviations(db: Kysely<CaseTables & DeviationTables>) {
  const events = await db.selectFrom('deviation_event').selectAll().orderBy('event_id').execute()
  for (let from = 0; from < events.length; from += MOST_AT_ONCE) {
    const rows = events.slice(from, from + MOST_AT_ONCE).map(({ step, parameter, ...event }) => ({
      ...event,
      kind: 'deviation' as const,
      subject: JSON.stringify([step, parameter]),
      ...{ assigned_to: null, due: null, basis: null },
    }))
    await db.insertInto('case_event').values(rows).execute()
  }
  await db.schema.dropTable('deviation_event').execute()
}

/** Step of `migrations.ts`. */
export async function createCaseTables<Tables extends CaseTables>(db: Kysely<Tables>): Promise<void> {
  const cases = db as unknown as Kysely<CaseTables & DeviationTables>
  await createEvents(cases as unknown as Kysely<CaseTables>)
  await createSamples(cases as unknown as Kysely<CaseTables>)
  await moveDeviations(cases)
}
