import type { LoaderFunctionArgs } from '@remix-run/node'
import { loadPage } from '../page-loader.ts'
import { pageMeta } from '../page-meta.ts'
import { figurePage } from '../served/figure-page.tsx'
import { foldCompliance } from './compliance-model.ts'
import type { ShellHandle } from '../shell/shell-route.tsx'

export const handle: ShellHandle = { filters: { scanner: true, baseline: true } }
export const meta = pageMeta('nav.compliance')
const page = figurePage(() => import('./compliance-page.tsx'))
export const loader = (args: LoaderFunctionArgs) => loadPage(args, 'compliance', page, foldCompliance)
export { PageError as ErrorBoundary } from '../components/page-error.tsx'
export default page.Page
