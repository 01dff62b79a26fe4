import { redirect, type LoaderFunctionArgs } from '@remix-run/node'
import { asResponse } from '../../page-loader.ts'
import { filtersIn } from '../../sql/address.ts'

/** Longer addresses are refused by servers and proxies; the console then looks the panel up itself. */
const LONGEST_TEXT = 6000

/** An expected failure in a line: this address has no page of its own that could show it. */
function refusal(failure: unknown): Response {
  if (failure instanceof Response) return failure
  const { init, data } = failure as { init?: { status?: number }; data?: { code?: string } }
  if (!init?.status) throw failure
  return new Response(`${data?.code ?? 'app/failed'}\n`, { status: init.status })
}

/** From a tile, chart or table to the console with the statement that made it. Nothing is run. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url)
  try {
    const { sql, snapshot_id } = await context.desk.panelSql(searchParams)
    // The page's filters go along: they fill parameters of statements that are opened next.
    const target = new URLSearchParams({ q: sql, snapshot: snapshot_id, ...filtersIn(searchParams) })
    if (target.toString().length <= LONGEST_TEXT) return redirect(`/sql?${target}`)
    searchParams.set('snapshot', snapshot_id)
    return redirect(`/sql?${searchParams}`)
  } catch (error) {
    return refusal(asResponse(error, request))
  }
}
