import type { ActionFunctionArgs } from '@remix-run/node'
import { formOf } from '../../form.ts'
import { asResponse } from '../../page-loader.ts'
import type { ConsoleProblem } from '../console-types.ts'
import type { SqlConsole } from '../../server/sql-store/console.ts'
import { readAsked, type Asked } from '../../server/sql-store/forms.ts'

const failed = (code: ConsoleProblem['code'], message: string, status: number) =>
  Response.json({ ok: false, problem: { code, message } satisfies ConsoleProblem }, { status })

/** Answers what the console's own script posts: always JSON, also where the session has ended or the form is too long. */
export async function answerAsked(
  { request, context }: ActionFunctionArgs,
  answer: (console: SqlConsole, asked: Asked) => Promise<Response>,
): Promise<Response> {
  try {
    const console = await context.desk.console()
    const asked = readAsked(await formOf(request))
    if (!asked) return failed('too_long', 'The form cannot be read: its text is too long.', 400)
    return await answer(console, asked)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'app/not-signed-in') return failed('signed_out', 'Nobody is signed in.', 401)
    if (code === 'app/forbidden') return failed('refused', 'The console is not for this role.', 403)
    throw error
  }
}

/** The answer to a form that cannot be served: the sign-in, or a plain refusal with its status. Faults of ours are thrown on. */
export function refusal(error: unknown, request: Request): Response {
  const answer = asResponse(error, request)
  if (answer instanceof Response) return answer
  const status =
    typeof answer === 'object' && answer !== null && 'init' in answer
      ? (answer.init as ResponseInit | null)?.status
      : null
  if (!status) throw error
  return new Response(error instanceof Error ? `${error.message}\n` : null, {
    status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8' },
  })
}
