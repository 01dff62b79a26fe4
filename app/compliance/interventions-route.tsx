import type { LoaderFunctionArgs } from '@remix-run/node'
import { loadPage } from '../page-loader.ts'
import { pageMeta } from '../page-meta.ts'
import { figurePage } from '../served/figure-page.tsx'
import type { ShellHandle } from '../shell/shell-route.tsx'

export const handle: ShellHandle = { filters: { scanner: true } }
export const meta = pageMeta('interventions.title_short')
const page = figurePage(() => import('./interventions-page.tsx'))
export const loader = (args: LoaderFunctionArgs) => loadPage(args, 'interventions', page, (answer) => answer)
export { PageError as ErrorBoundary } from '../components/page-error.tsx'
export default page.Page
