import { data, redirect, type LoaderFunctionArgs } from '@remix-run/node'
import type { Role } from './access.ts'
import type { FigurePage, PageAnswers } from './server/pages.ts'

/** What an error page needs to know, as the body of the thrown answer. */
export type ErrorBody =
  | { code: 'app/forbidden'; allowed: Role[] }
  | { code: 'app/not-found' }
  | { code: 'queries/filter'; issues: { field: string; message: string }[] }
  | { code: 'queries/snapshot-unusable'; message: string }

/** Turns an expected failure into an answer; a fault of ours is thrown on as it is. Codes decide, never classes or texts. */
export function asResponse(error: unknown, request: Request): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error
  const failure = error as Error & { code: string; allowed?: Role[]; issues?: { field: string; message: string }[] }
  switch (failure.code) {
    case 'app/not-signed-in': {
      const { pathname, search } = new URL(request.url)
      return redirect(`/login?${new URLSearchParams({ next: pathname + search })}`)
    }
    case 'app/forbidden':
      return data({ code: 'app/forbidden', allowed: failure.allowed ?? [] } satisfies ErrorBody, { status: 403 })
    case 'app/not-found':
    case 'queries/not-found':
      return data({ code: 'app/not-found' } satisfies ErrorBody, { status: 404 })
    case 'queries/filter':
      return data({ code: 'queries/filter', issues: failure.issues ?? [] } satisfies ErrorBody, { status: 400 })
    case 'queries/snapshot-unusable':
      return data({ code: 'queries/snapshot-unusable', message: failure.message } satisfies ErrorBody, { status: 503 })
    default:
      return error
  }
}

/** The loader of every page that shows figures: the same answer as its `.json` twin. */
export async function loadPage<Page extends FigurePage>(
  { request, context, params }: LoaderFunctionArgs,
  page: Page,
): Promise<PageAnswers[Page]> {
  try {
    return await context.desk.ask(page, { params, search: new URL(request.url).searchParams })
  } catch (error) {
    throw asResponse(error, request)
  }
}
