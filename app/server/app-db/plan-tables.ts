import type { Kysely } from 'kysely'

/** Plans that people keep, by name: the levers, never what came out of them. */
export interface PlanTables {
  saved_plan: {
    owner: string
    name: string
    /** The levers as the query string of an address has them. */
    levers: string
    saved_at: string
  }
}

/** Step of `migrations.ts`. */
export async function createPlanTables<Tables extends PlanTables>(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('saved_plan')
    .addColumn('owner', 'text', (c) => c.notNull().references('account.user_name').onDelete('cascade'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('levers', 'text', (c) => c.notNull())
    .addColumn('saved_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('saved_plan_key', ['owner', 'name'])
    .execute()
}
