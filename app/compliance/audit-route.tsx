import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { asResponse, loadPage } from '../page-loader.ts'
import { pageMeta } from '../page-meta.ts'
import { figurePage } from '../served/figure-page.tsx'
import type { ShellHandle } from '../shell/shell-route.tsx'

export const handle: ShellHandle = { filters: { scanner: true } }
export const meta = pageMeta('tab.audit')
const page = figurePage(() => import('./audit-page.tsx'))
export const loader = (args: LoaderFunctionArgs) => loadPage(args, 'audit', page, (answer) => answer)

/** Each checkbox holds a deviation as JSON of four texts. */
function keysOf(form: FormData) {
  return form.getAll('deviation').map((text) => {
    const [center_code, accession_no, step, parameter] = JSON.parse(String(text)) as string[]
    return { center_code, accession_no, step, parameter }
  })
}

/** Sets the state of the chosen deviations; the list that comes back says what is so now. */
export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData()
  try {
    await context.desk.markDeviations({
      keys: keysOf(form),
      state: form.get('state'),
      reason: form.get('reason') || null,
      comment: form.get('comment') ?? '',
    })
  } catch (error) {
    throw asResponse(error instanceof SyntaxError ? new Response(null, { status: 400 }) : error, request)
  }
  return redirect(`/compliance/audit${new URL(request.url).search}`, 303)
}

export { PageError as ErrorBoundary } from '../components/page-error.tsx'
export default page.Page
