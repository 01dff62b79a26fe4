import type { Kysely } from 'kysely'
import type { AppDatabase } from '../app-db/schema.ts'
import { audit } from '../audit/audit.ts'
import type { SessionPlace, Sessions } from '../sessions.ts'

/** Somebody has shown who they are: a session of their own in the place of the browser's before, and an entry in the trail. @returns its token */
export async function enter(
  { appDb, sessions }: { appDb: Kysely<AppDatabase>; sessions: Sessions },
  userName: string,
  previousToken: string | null,
  place: SessionPlace,
  detail?: object,
): Promise<string> {
  const token = await sessions.start(userName, previousToken, new Date(), place)
  await appDb
    .updateTable('account')
    .set({ last_sign_in_at: new Date().toISOString() })
    .where('user_name', '=', userName)
    .execute()
  await audit(appDb, { kind: 'sign_in', userName, clientIp: place.clientIp, detail })
  return token
}
