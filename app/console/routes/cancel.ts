import type { ActionFunctionArgs } from '@remix-run/node'
import { answerAsked } from './answers.ts'

/** POST: stops one's own query. */
export const action = (args: ActionFunctionArgs) =>
  answerAsked(args, async (console, asked) => Response.json({ ok: console.cancel(asked.query_id ?? '') }))
