import type { LoaderFunctionArgs } from '@remix-run/node'
import { loadPage } from '../page-loader.ts'
import { pageMeta } from '../page-meta.ts'
import { figurePage } from '../served/figure-page.tsx'
import { foldPayers } from './payers-model.ts'
import type { ShellHandle } from '../shell/shell-route.tsx'

export const handle: ShellHandle = { filters: { modality: false } }
export const meta = pageMeta('payers.title_short')
const page = figurePage(() => import('./payers-page.tsx'))
export const loader = (args: LoaderFunctionArgs) => loadPage(args, 'payers', page, foldPayers)
export { PageError as ErrorBoundary } from '../components/page-error.tsx'
export default page.Page
