import type { LoaderFunctionArgs } from '@remix-run/node'
import { loadPage } from '../page-loader.ts'
import { pageMeta } from '../page-meta.ts'
import { figurePage } from '../served/figure-page.tsx'

export const meta = pageMeta('exam.title_short')
const page = figurePage(() => import('./exam-page.tsx'))
export const loader = (args: LoaderFunctionArgs) => loadPage(args, 'exam', page, (answer) => answer)
export { PageError as ErrorBoundary } from '../components/page-error.tsx'
export default page.Page
