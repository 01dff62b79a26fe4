import type { ActionFunctionArgs } from '@remix-run/node'
import { answerAsked } from './answers.ts'

/** POST: the plan of one statement; with `analyze=1` it is run and measured. */
export const action = (args: ActionFunctionArgs) =>
  answerAsked(args, async (console, asked) => Response.json(await console.explain(asked, args.request.signal)))
