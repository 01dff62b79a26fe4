import type { LoaderFunctionArgs } from '@remix-run/node'
import { loadPage } from '../page-loader.ts'
import { pageMeta } from '../page-meta.ts'
import { figurePage } from '../served/figure-page.tsx'
import { foldProfitability } from './profitability-model.ts'
import type { ShellHandle } from '../shell/shell-route.tsx'

export const handle: ShellHandle = { filters: { modality: false } }
export const meta = pageMeta('nav.profitability')
const page = figurePage(() => import('./profitability-page.tsx'))
export const loader = (args: LoaderFunctionArgs) => loadPage(args, 'profitability', page, foldProfitability)
export { PageError as ErrorBoundary } from '../components/page-error.tsx'
export default page.Page
