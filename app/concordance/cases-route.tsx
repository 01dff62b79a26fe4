import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { caseInput } from '../cases/case-input.ts'
import { workOnCases } from '../cases/work-on-cases.ts'
import { loadPage } from '../page-loader.ts'
import { pageMeta } from '../page-meta.ts'
import { figurePage } from '../served/figure-page.tsx'
import type { ShellHandle } from '../shell/shell-route.tsx'

export const handle: ShellHandle = { filters: { scanner: true } }
export const meta = pageMeta('cases.title_short')
const page = figurePage(() => import('./cases-page.tsx'))
export const loader = (args: LoaderFunctionArgs) => loadPage(args, 'cases', page, (answer) => answer)

/** Draws a sample, or sets the state of the chosen readings. */
export const action = (args: ActionFunctionArgs) =>
  workOnCases(args, (desk, form, search) =>
    form.has('draw')
      ? desk.drawReadings(search, Object.fromEntries(form))
      : desk.setCases('reading', caseInput('reading', form, ['basis'])),
  )

export { PageError as ErrorBoundary } from '../components/page-error.tsx'
export default page.Page
