import type { ActionFunctionArgs } from '@remix-run/node'
import { addressFor } from '../../server/sql-store/links.ts'
import { answerAsked } from './answers.ts'

/** POST: the permalink of a query. One that is too long for an address is kept under an id. */
export const action = (args: ActionFunctionArgs) =>
  answerAsked(args, async (_console, { sql, parameters, snapshot }) => {
    const query = { sql, parameters, snapshotId: snapshot ?? null }
    const { db, user } = await args.context.desk.consoleStore()
    return Response.json({ address: await addressFor(db, user.user_name, query) })
  })
