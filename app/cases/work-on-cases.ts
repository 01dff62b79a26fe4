import { redirect, type ActionFunctionArgs, type AppLoadContext } from '@remix-run/node'
import { formOf } from '../form.ts'
import { asResponse } from '../page-loader.ts'

/** What a form of a list of cases asks for; the page comes back as it was, with what is so now. */
export async function workOnCases(
  { context, request }: ActionFunctionArgs,
  work: (desk: AppLoadContext['desk'], form: FormData, search: URLSearchParams) => Promise<unknown>,
) {
  const { pathname, search, searchParams } = new URL(request.url)
  try {
    await work(context.desk, await formOf(request), searchParams)
  } catch (error) {
    throw asResponse(error instanceof SyntaxError ? new Response(null, { status: 400 }) : error, request)
  }
  return redirect(`${pathname}${search}`, 303)
}
