import type { LoaderFunctionArgs } from '@remix-run/node'
import { loadPage } from '../page-loader.ts'
import { pageMeta } from '../page-meta.ts'
import { figurePage } from '../served/figure-page.tsx'
import type { ShellHandle } from '../shell/shell-route.tsx'
import { foldParameters } from './parameters-model.ts'

export const handle: ShellHandle = { filters: { scanner: true } }
export const meta = pageMeta('tab.parameters')
const page = figurePage(() => import('./parameters-page.tsx'))
export const loader = (args: LoaderFunctionArgs) => loadPage(args, 'parameters', page, foldParameters)
export { PageError as ErrorBoundary } from '../components/page-error.tsx'
export default page.Page
