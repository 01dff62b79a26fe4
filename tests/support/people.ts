import type { Role } from '#app/access.ts'
import { hashPassword } from '#app/server/passwords.ts'
import { addPerson } from '#app/server/people/people.ts'
import { Sessions } from '#app/server/sessions.ts'
import { ALL_CENTERS, type CenterScope } from '#queries/scope/center-scope.ts'
import { appDatabase } from './app-database.ts'

export const PASSWORD = 'correct horse battery'

/** An empty database of people until the test ends, and a way to fill it. */
export async function people() {
  const db = await appDatabase()
  const hash = await hashPassword(PASSWORD)
  const add = (user_name: string, roles: Role[] = ['manager'], scope: CenterScope = ALL_CENTERS) =>
    addPerson(db, { user_name, display_name: '', roles, scope }, { hash, mustChange: false })
  const sessions = new Sessions(db, { sessionIdleMinutes: 60, sessionMaxHours: 10 })
  const kinds = async (userName: string) =>
    (await db.selectFrom('audit_entry').select('kind').where('user_name', '=', userName).orderBy('seq').execute()).map(
      (entry) => entry.kind,
    )
  return { db, add, sessions, kinds }
}
