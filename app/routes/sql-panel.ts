import { redirect, type LoaderFunctionArgs } from '@remix-run/node'
import { asResponse } from '../page-loader.ts'

/** Longer addresses are refused by servers and proxies; the console then looks the panel up itself. */
const LONGEST_TEXT = 6000

/** From a tile, chart or table to the console with the statement that made it. Nothing is run. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url)
  try {
    const { sql, snapshot_id } = await context.desk.panelSql(searchParams)
    const target = new URLSearchParams({ q: sql, snapshot: snapshot_id })
    if (target.toString().length <= LONGEST_TEXT) return redirect(`/sql?${target}`)
    searchParams.set('snapshot', snapshot_id)
    return redirect(`/sql?${searchParams}`)
  } catch (error) {
    throw asResponse(error, request)
  }
}
