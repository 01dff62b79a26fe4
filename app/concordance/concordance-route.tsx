import type { LoaderFunctionArgs } from '@remix-run/node'
import { loadPage } from '../page-loader.ts'
import { pageMeta } from '../page-meta.ts'
import { figurePage } from '../served/figure-page.tsx'
import { foldConcordance } from './concordance-model.ts'
import type { ShellHandle } from '../shell/shell-route.tsx'

export const handle: ShellHandle = { filters: { scanner: true, baseline: true } }
export const meta = pageMeta('nav.concordance')
const page = figurePage(() => import('./concordance-page.tsx'))
export const loader = (args: LoaderFunctionArgs) => loadPage(args, 'concordance', page, foldConcordance)
export { PageError as ErrorBoundary } from '../components/page-error.tsx'
export default page.Page
