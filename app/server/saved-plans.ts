import type { Kysely } from 'kysely'
import { z } from 'zod'
import { leversIn } from '#queries/plan/plan-address.ts'
import { planLevers } from '#queries/plan/plan-levers.ts'
import type { SavedPlan } from '../plan/saved-plan.ts'
import type { AppDatabase } from './app-db/schema.ts'
import { AppError } from './errors.ts'

/** More are no longer found by their names. */
const MOST_PLANS = 100

/** A plan that cannot be kept. */
export class SavedPlanError extends AppError {
  readonly code = 'app/saved-plan'

  constructor(detail: string) {
    super(
      `The plan was not saved: ${detail}. Give it a name of up to 80 characters, or delete plans that nobody needs.`,
    )
  }
}

const Input = z.object({ name: z.string().trim().min(1).max(80), levers: z.string().max(4000) })

/** A person's plans, by name. */
export async function savedPlans(db: Kysely<AppDatabase>, owner: string): Promise<SavedPlan[]> {
  return db
    .selectFrom('saved_plan')
    .select(['name', 'levers', 'saved_at'])
    .where('owner', '=', owner)
    .orderBy('name')
    .execute()
}

/** Keeps the levers of an address under a name, in place of what had it. @throws {SavedPlanError} {FilterError} */
export async function savePlan(
  db: Kysely<AppDatabase>,
  owner: string,
  input: unknown,
  now = new Date(),
): Promise<void> {
  const parsed = Input.safeParse(input)
  if (!parsed.success) throw new SavedPlanError(`${parsed.error.issues[0]!.path.join('.')} is not as it should be`)
  const { name } = parsed.data
  const search = new URLSearchParams(parsed.data.levers)
  planLevers(search)
  const row = { levers: new URLSearchParams(leversIn(search)).toString(), saved_at: now.toISOString() }
  const kept = await savedPlans(db, owner)
  if (kept.length >= MOST_PLANS && !kept.some((plan) => plan.name === name))
    throw new SavedPlanError(`${MOST_PLANS} plans are kept already`)
  await db
    .insertInto('saved_plan')
    .values({ owner, name, ...row })
    .onConflict((conflict) => conflict.columns(['owner', 'name']).doUpdateSet(row))
    .execute()
}

/** Deletes a person's plan; one that is not there is no mistake. */
export async function deletePlan(db: Kysely<AppDatabase>, owner: string, name: string): Promise<void> {
  await db.deleteFrom('saved_plan').where('owner', '=', owner).where('name', '=', name).execute()
}
