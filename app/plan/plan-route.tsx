import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { BESIDE, leversIn } from '#queries/plan/plan-address.ts'
import { NoData } from '../components/no-data.tsx'
import { PageFrame } from '../components/page-frame.tsx'
import { formOf } from '../form.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { asResponse, askFigures, serve } from '../page-loader.ts'
import { pageMeta } from '../page-meta.ts'
import { servedView } from '../served/figure-page.tsx'
import { tableViews } from '../served/table-view.ts'
import type { ShellHandle } from '../shell/shell-route.tsx'
import { PlanForm } from './plan-form.tsx'
import { foldPlan } from './plan-model.ts'
import { SavedPlans } from './saved-plans.tsx'

export const handle: ShellHandle = { filters: { modality: false } }
export const meta = pageMeta('plan.title_short')

const result = servedView(() => import('./plan-result.tsx'))

/** The levers are told in any case: their form lives in the browser. */
export async function loader(args: LoaderFunctionArgs) {
  const answer = await askFigures(args, 'plan')
  if (answer.snapshot_id === null) return { page: null, missing: answer.missing }
  const saved = await args.context.desk.savedPlans()
  const search = new URL(args.request.url).searchParams
  const page = await serve(args.context, foldPlan(answer, tableViews(search)), [result])
  const { filters, missing, snapshot_id, modalities, payers, procedures, plan } = answer
  return {
    ...{ page, saved, filters, missing, snapshot_id },
    modalities: modalities.map(({ modality, exams }) => ({ modality, hasExams: exams > 0 })),
    profit: { after: plan.operating_profit_after, change: plan.change },
    payers: payers.map(({ payer_class }) => payer_class),
    procedures,
    levers: leversIn(search),
    beside: leversIn(search, BESIDE),
  }
}

/** Keeps or deletes a plan by its name; the address stays. */
export async function action({ request, context }: ActionFunctionArgs) {
  const form = await formOf(request)
  const name = String(form.get('name') ?? '')
  try {
    if (form.get('intent') === 'delete') await context.desk.deletePlan(name)
    else await context.desk.savePlan({ name, levers: String(form.get('levers') ?? '') })
  } catch (error) {
    throw asResponse(error, request)
  }
  return redirect(`/plan${new URL(request.url).search}`, 303)
}

export { PageError as ErrorBoundary } from '../components/page-error.tsx'

export default function Plan() {
  const told = useLoaderData<typeof loader>()
  const { t } = useI18n()
  if (told.page === null) return <NoData title={t('plan.title_short')} missing={told.missing} />
  const { page, saved, filters, missing, snapshot_id, ...levers } = told
  return (
    <PageFrame
      title={t('plan.title_short')}
      note={t('plan.note')}
      filters={filters}
      missing={missing}
      panels={{ page: 'plan', snapshot: snapshot_id }}
    >
      <div className="grid items-start gap-4 lg:grid-cols-[22rem_minmax(0,1fr)]">
        <div className="no-print space-y-4">
          <PlanForm {...levers} />
          <SavedPlans saved={saved} levers={levers.levers} beside={levers.beside} />
        </div>
        <result.View id="plan-result" className="min-w-0 space-y-4" page={page} />
      </div>
    </PageFrame>
  )
}
