import { redirect, type LoaderFunctionArgs } from '@remix-run/node'
import { asResponse, loadPage } from '../page-loader.ts'
import { pageMeta } from '../page-meta.ts'
import { figurePage } from '../served/figure-page.tsx'
import { foldOverview } from './overview-model.ts'
import type { ShellHandle } from '../shell/shell-route.tsx'

export const handle: ShellHandle = { filters: {} }
export const meta = pageMeta('nav.overview')
const page = figurePage(() => import('./overview-page.tsx'))

/** Whoever works for one center comes to its page; the overview is one step from there. */
async function land({ context, request }: LoaderFunctionArgs): Promise<string | null> {
  if (!context.served || new URL(request.url).search !== '') return null
  try {
    return await context.desk.landing()
  } catch (error) {
    throw asResponse(error, request)
  }
}

export async function loader(args: LoaderFunctionArgs) {
  const landing = await land(args)
  if (landing) throw redirect(landing)
  return loadPage(args, 'overview', page, foldOverview)
}
export { PageError as ErrorBoundary } from '../components/page-error.tsx'
export default page.Page
