import type { LoaderFunctionArgs } from '@remix-run/node'
import { loadPage } from '../page-loader.ts'
import { pageMeta } from '../page-meta.ts'
import { figurePage } from '../served/figure-page.tsx'
import type { ShellHandle } from '../shell/shell-route.tsx'
import { foldMinutes } from './minutes-model.ts'

export const handle: ShellHandle = { filters: { scanner: true } }
export const meta = pageMeta('minutes.title_short')
const page = figurePage(() => import('./minutes-page.tsx'))
export const loader = (args: LoaderFunctionArgs) => loadPage(args, 'minutes', page, foldMinutes)
export { PageError as ErrorBoundary } from '../components/page-error.tsx'
export default page.Page
