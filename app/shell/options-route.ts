import type { LoaderFunctionArgs } from '@remix-run/node'
import { asResponse } from '../page-loader.ts'

/** `GET /options?add_center=…`: what the filter bar's search finds, as JSON. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  try {
    return await context.desk.findOptions(new URL(request.url).searchParams)
  } catch (error) {
    throw asResponse(error, request)
  }
}
