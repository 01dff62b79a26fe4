import type { LoaderFunctionArgs } from '@remix-run/node'
import { loadPage } from '../page-loader.ts'
import { pageMeta } from '../page-meta.ts'
import { figurePage } from '../served/figure-page.tsx'
import type { ShellHandle } from '../shell/shell-route.tsx'
import { foldVariation } from './variation-model.ts'

export const handle: ShellHandle = { filters: { scanner: true } }
export const meta = pageMeta('variation.title_short')
const page = figurePage(() => import('./variation-page.tsx'))
export const loader = (args: LoaderFunctionArgs) => loadPage(args, 'variation', page, foldVariation)
export { PageError as ErrorBoundary } from '../components/page-error.tsx'
export default page.Page
