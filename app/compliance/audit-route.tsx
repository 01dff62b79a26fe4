import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { caseInput } from '../cases/case-input.ts'
import { workOnCases } from '../cases/work-on-cases.ts'
import { loadPage } from '../page-loader.ts'
import { pageMeta } from '../page-meta.ts'
import { figurePage } from '../served/figure-page.tsx'
import type { ShellHandle } from '../shell/shell-route.tsx'

export const handle: ShellHandle = { filters: { scanner: true } }
export const meta = pageMeta('tab.audit')
const page = figurePage(() => import('./audit-page.tsx'))
export const loader = (args: LoaderFunctionArgs) => loadPage(args, 'audit', page, (answer) => answer)

/** Sets the state of the chosen deviations; the list that comes back says what is so now. */
export const action = (args: ActionFunctionArgs) =>
  workOnCases(args, (desk, form) => desk.setCases('deviation', caseInput('deviation', form)))

export { PageError as ErrorBoundary } from '../components/page-error.tsx'
export default page.Page
