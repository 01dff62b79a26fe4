import type { LoaderFunctionArgs } from '@remix-run/node'
import { loadPage } from '../page-loader.ts'
import { pageMeta } from '../page-meta.ts'
import { figurePage } from '../served/figure-page.tsx'
import { foldDowntime } from './downtime-model.ts'
import type { ShellHandle } from '../shell/shell-route.tsx'

export const handle: ShellHandle = { filters: { scanner: true } }
export const meta = pageMeta('downtime.title_short')
const page = figurePage(() => import('./downtime-page.tsx'))
export const loader = (args: LoaderFunctionArgs) => loadPage(args, 'downtime', page, foldDowntime)
export { PageError as ErrorBoundary } from '../components/page-error.tsx'
export default page.Page
