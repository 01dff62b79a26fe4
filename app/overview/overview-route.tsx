import type { LoaderFunctionArgs } from '@remix-run/node'
import { loadPage } from '../page-loader.ts'
import { pageMeta } from '../page-meta.ts'
import { figurePage } from '../served/figure-page.tsx'
import { foldOverview } from './overview-model.ts'
import type { ShellHandle } from '../shell/shell-route.tsx'

export const handle: ShellHandle = { filters: {} }
export const meta = pageMeta('nav.overview')
const page = figurePage(() => import('./overview-page.tsx'))
export const loader = (args: LoaderFunctionArgs) => loadPage(args, 'overview', page, foldOverview)
export { PageError as ErrorBoundary } from '../components/page-error.tsx'
export default page.Page
