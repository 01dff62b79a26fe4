import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { ConsoleView, type Posted } from '../console-view.tsx'
import { formOf } from '../../form.ts'
import { asResponse } from '../../page-loader.ts'
import { pageMeta } from '../../page-meta.ts'
import { localeIn } from '../../preferences.ts'
import type { RunAnswer } from '../console-types.ts'
import { STATIC_PAGE } from '../logic/static-page.ts'
import { readAsked } from '../../server/sql-store/forms.ts'

export { PageError as ErrorBoundary } from '../../components/page-error.tsx'
export const meta = pageMeta('nav.sql')

/** Opens the console with what the address names. Runs nothing. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  try {
    const { searchParams } = new URL(request.url)
    // A panel whose statement is too long for an address is named instead.
    if (searchParams.has('panel')) searchParams.set('q', (await context.desk.panelSql(searchParams)).sql)
    return await (await context.desk.console()).page(searchParams, localeIn(request.headers))
  } catch (error) {
    throw asResponse(error, request)
  }
}

/** Only the rows that are shown are sent and drawn: ten thousand would hold the server for seconds. */
function partOf(answer: RunAnswer, asked: number): Pick<Posted, 'page' | 'total' | 'answer'> {
  if (!answer.ok) return { page: 1, total: 0, answer }
  const { rows } = answer.result
  const page = Math.min(asked, Math.max(1, Math.ceil(rows.length / STATIC_PAGE)))
  const shown = rows.slice((page - 1) * STATIC_PAGE, page * STATIC_PAGE)
  return { page, total: rows.length, answer: { ok: true, result: { ...answer.result, rows: shown } } }
}

/** Runs the text of the form: the way without scripts. */
export async function action({ context, request }: ActionFunctionArgs) {
  try {
    const console = await context.desk.console()
    const asked = readAsked(await formOf(request))
    if (!asked) {
      const problem = { code: 'too_long' as const, message: '' }
      return data({ sql: '', parameters: {}, page: 1, total: 0, answer: { ok: false, problem } } satisfies Posted, {
        status: 400,
      })
    }
    const answer = await console.run(asked, request.signal)
    const { sql, parameters } = asked
    return { sql, parameters, ...partOf(answer, asked.page) } satisfies Posted
  } catch (error) {
    throw asResponse(error, request)
  }
}

export default function SqlConsole() {
  const page = useLoaderData<typeof loader>()
  const posted = useActionData<typeof action>() as Posted | undefined
  return <ConsoleView page={page} posted={posted ?? null} />
}
