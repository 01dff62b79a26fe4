import type { LoaderFunctionArgs } from '@remix-run/node'
import { loadPage } from '../page-loader.ts'
import { pageMeta } from '../page-meta.ts'
import { figurePage } from '../served/figure-page.tsx'
import type { ShellHandle } from '../shell/shell-route.tsx'
import { useDayKeys } from './use-day-keys.ts'

export const handle: ShellHandle = { filters: { center: false, modality: false } }
export const meta = pageMeta('scanner.title_short')
const page = figurePage(() => import('./scanner-page.tsx'))
export const loader = (args: LoaderFunctionArgs) => loadPage(args, 'scanner', page, (answer) => answer)
export { PageError as ErrorBoundary } from '../components/page-error.tsx'

/** The page is markup; only its keys need scripts. */
export default function Scanner() {
  useDayKeys()
  return <page.Page />
}
