import type { ActionFunctionArgs } from '@remix-run/node'
import { answerAsked } from './answers.ts'

/** POST: runs one statement and answers its rows. */
export const action = (args: ActionFunctionArgs) =>
  answerAsked(args, async (console, asked) => Response.json(await console.run(asked, args.request.signal)))
