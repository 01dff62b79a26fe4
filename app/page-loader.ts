import { filterIssue, type FilterIssue } from '#queries/filter/problems.ts'
import { data, redirect, type AppLoadContext, type LoaderFunctionArgs } from '@remix-run/node'
import type { Role } from './access.ts'
import type { ServedMark } from './served/served-context.ts'
import { tableViews, type TableViews } from './served/table-view.ts'
import type { FigurePage, PageAnswers } from './server/pages.ts'

/** What an error page needs to know, as the body of the thrown answer. */
export type ErrorBody =
  | { code: 'app/forbidden'; allowed: Role[] }
  | { code: 'app/not-found' }
  | { code: 'app/database-away' }
  | { code: 'queries/filter'; issues: FilterIssue[] }
  | { code: 'queries/snapshot-unusable'; message: string }

/** Turns an expected failure into an answer; a fault of ours is thrown on as it is. Codes decide, never classes or texts. */
export function asResponse(error: unknown, request: Request): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error
  const failure = error as Error & { code: string; allowed?: Role[]; issues?: FilterIssue[] }
  switch (failure.code) {
    case 'app/not-signed-in': {
      const { pathname, search } = new URL(request.url)
      return redirect(`/login?${new URLSearchParams({ next: pathname + search })}`)
    }
    case 'app/must-change-password':
    case 'app/second-factor-needed':
      return redirect('/account')
    case 'app/forbidden':
      return data({ code: 'app/forbidden', allowed: failure.allowed ?? [] } satisfies ErrorBody, { status: 403 })
    case 'app/not-found':
    case 'queries/not-found':
      return data({ code: 'app/not-found' } satisfies ErrorBody, { status: 404 })
    case 'app/database-away':
      return data({ code: 'app/database-away' } satisfies ErrorBody, { status: 503 })
    case 'queries/filter':
      return data({ code: 'queries/filter', issues: failure.issues ?? [] } satisfies ErrorBody, { status: 400 })
    case 'app/case':
      return data(
        {
          code: 'queries/filter',
          issues: [filterIssue('state', 'other', { message: failure.message })],
        } satisfies ErrorBody,
        {
          status: 400,
        },
      )
    case 'app/saved-plan':
      return data(
        {
          code: 'queries/filter',
          issues: [filterIssue('name', 'other', { message: failure.message })],
        } satisfies ErrorBody,
        { status: 400 },
      )
    case 'queries/snapshot-unusable':
      return data(
        { code: 'queries/snapshot-unusable', message: failure.message } satisfies ErrorBody,
        // Readers look for another snapshot every few seconds.
        { status: 503, headers: { 'Retry-After': '5' } },
      )
    default:
      return error
  }
}

/** A page's figures, as its `.json` twin answers them; expected failures become answers. */
export async function askFigures<Page extends FigurePage>(
  { request, context, params }: LoaderFunctionArgs,
  page: Page,
): Promise<PageAnswers[Page]> {
  try {
    return await context.desk.ask(page, { params, search: new URL(request.url).searchParams })
  } catch (error) {
    throw asResponse(error, request)
  }
}

interface Model {
  snapshot_id: string | null
  filters?: { from: string; to: string } | null
}

/** What draws a page's markup, as far as its loader has to know. */
type Drawing = { ready: () => Promise<void> }

/** What a loader answers: its model where scripts ask for it; for a document, which holds it as markup, next to nothing. */
export async function serve<Told extends Model>(
  { served }: AppLoadContext,
  model: Told,
  drawings: Drawing[],
): Promise<Told | ServedMark> {
  if (!served) return model
  await Promise.all(drawings.map(({ ready }) => ready()))
  served.page = model
  const { snapshot_id, filters } = model
  return { served: true, snapshot_id, filters: filters ? { from: filters.from, to: filters.to } : null }
}

/** The loader of every page of figures. What the twin answers is folded to what the page shows. */
export async function loadPage<Page extends FigurePage, Told extends Model>(
  args: LoaderFunctionArgs,
  name: Page,
  page: Drawing,
  fold: (answer: PageAnswers[Page], views: TableViews) => Told,
): Promise<Told | ServedMark> {
  const views = tableViews(new URL(args.request.url).searchParams)
  return serve(args.context, fold(await askFigures(args, name), views), [page])
}
