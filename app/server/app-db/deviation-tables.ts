import type { Generated, Kysely } from 'kysely'

/** What people did about deviations, as it was kept before all kinds of cases had one table (`case-tables.ts`). */
export interface DeviationTables {
  deviation_event: {
    /** Rises with time. */
    event_id: Generated<number>
    /** With the three below, what the deviation is known by: the warehouse may be built anew or rolled back. */
    center_code: string
    accession_no: string
    /** Empty where the deviation is of no step or no parameter. */
    step: string
    parameter: string
    state: string
    reason: string | null
    comment: string
    /** Stays when the account goes. */
    user_name: string
    at: string
  }
}

/** Step of `migrations.ts`. */
export async function createDeviationTables<Tables>(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('deviation_event')
    .addColumn('event_id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('center_code', 'text', (c) => c.notNull())
    .addColumn('accession_no', 'text', (c) => c.notNull())
    .addColumn('step', 'text', (c) => c.notNull())
    .addColumn('parameter', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('reason', 'text')
    .addColumn('comment', 'text', (c) => c.notNull())
    .addColumn('user_name', 'text', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .execute()
  await db.schema
    .createIndex('deviation_event_by_deviation')
    .on('deviation_event')
    .columns(['center_code', 'accession_no', 'step', 'parameter', 'event_id'])
    .execute()
}
