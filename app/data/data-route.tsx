import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { LoadingPanel } from './loading-panel.tsx'
import { RunList } from './runs.tsx'
import { NoData } from '../components/no-data.tsx'
import { PageFrame } from '../components/page-frame.tsx'
import { formOf } from '../form.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { asResponse, askFigures, serve } from '../page-loader.ts'
import { pageMeta } from '../page-meta.ts'
import { servedView } from '../served/figure-page.tsx'
import type { Operation } from '../operation.ts'
import { foldData } from './data-model.ts'

export const meta = pageMeta('nav.data')

const chart = servedView(() => import('./runs-chart-card.tsx'))
const content = servedView(() => import('./data-page.tsx'))

/** What is told of loading is told in any case: the page goes on asking for it. */
export async function loader(args: LoaderFunctionArgs) {
  const answer = await askFigures(args, 'data')
  const operation = answer.operation!
  if (answer.snapshot_id === null) return { page: null, missing: answer.missing, operation }
  const model = foldData({ ...answer, operation }, new URL(args.request.url).searchParams)
  const page = await serve(args.context, model, [chart, content])
  const { published_at } = answer.state
  return { page, missing: answer.missing, published_at, operation: page === model ? operation : now(operation) }
}

/** The panel of a document knows the last run only; its markup has them all. */
function now(operation: Operation): Operation {
  return {
    ...operation,
    recent: operation.recent.slice(0, 1),
    runs: { ...operation.runs, rows: [] },
    snapshots: [],
    run: null,
  }
}

/** Asks for a run. Whether there will be one the page itself says: how loading stands is what it shows first. */
export async function action({ context, request }: ActionFunctionArgs) {
  const form = await formOf(request)
  if (form.get('intent') !== 'start-run') throw new Response(null, { status: 400 })
  try {
    await context.desk.requestRun()
  } catch (error) {
    throw asResponse(error, request)
  }
  return redirect('/data', 303)
}

export { PageError as ErrorBoundary } from '../components/page-error.tsx'

export default function Data() {
  const told = useLoaderData<typeof loader>()
  const { t, format } = useI18n()
  const { missing, operation } = told
  if (!told.page) {
    return (
      <>
        <NoData title={t('nav.data')} missing={missing} />
        <LoadingPanel operation={operation} snapshotId={null} />
        <RunList runs={operation.runs} />
      </>
    )
  }
  const snapshot = told.page.snapshot_id ?? ''
  return (
    <PageFrame
      title={t('data.title')}
      note={t('data.note', { snapshot, published: format.instant(told.published_at) })}
      missing={missing}
      panels={{ page: 'data', snapshot }}
    >
      <div className="grid gap-4 xl:grid-cols-2">
        <LoadingPanel operation={operation} snapshotId={snapshot} />
        <chart.View id="runs-chart" className="min-w-0" page={told.page} />
      </div>
      <content.View id="data" page={told.page} />
    </PageFrame>
  )
}
