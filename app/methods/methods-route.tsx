import type { LoaderFunctionArgs } from '@remix-run/node'
import { loadPage } from '../page-loader.ts'
import { pageMeta } from '../page-meta.ts'
import { figurePage } from '../served/figure-page.tsx'

export const meta = pageMeta('nav.methods')
const page = figurePage(() => import('./methods-page.tsx'))
export const loader = (args: LoaderFunctionArgs) => loadPage(args, 'methods', page, (answer) => answer)
export { PageError as ErrorBoundary } from '../components/page-error.tsx'
export default page.Page
