import { createHash } from 'node:crypto'
import express, { type Request, type RequestHandler, type Response, type Router } from 'express'
import { Desk } from './desk.ts'
import { PAGE_LIST, pathParams } from '../page-list.ts'
import { scopeKey } from '#queries/scope/center-scope.ts'
import { searchOf } from './downloads.ts'
import { codeOf, httpStatus } from './http-status.ts'
import { FIGURE_PAGES, type FigurePage } from './pages.ts'
import type { Services } from './services.ts'

/** The address of a page's twin. Codes may hold dots: the last `.json` is the twin's. */
function twinOf(page: FigurePage): RegExp {
  const { path } = PAGE_LIST[page]
  if (path === '/') return /^\/(?:index)?\.json$/i
  return new RegExp(`^${path.replace(/:\w+/g, '([^/]+)')}\\.json$`, 'i')
}

/** A snapshot never changes, but for how loading stands and what people said beside it: who asks the same of the same snapshot with the same rights has the answer already. */
function etagOf(snapshotId: string | null, rights: string, request: Request, beside: unknown): string {
  const search = searchOf(request)
  search.sort()
  const text = [snapshotId, rights, request.path, search.toString(), JSON.stringify(beside)].join('\n')
  return `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`
}

function sendFailure({ log }: Services, response: Response, error: unknown): void {
  const code = codeOf(error)
  const message = code && error instanceof Error ? error.message : 'The server failed to answer. Its log has the cause.'
  if (!code) log.error(error)
  const status = httpStatus(error)
  if (status === 503) response.set('Retry-After', '5')
  response.status(status).json({ error: { code: code ?? 'app/failed', message } })
}

function answer(services: Services, page: FigurePage, names: readonly string[]): RequestHandler {
  return async (request, response) => {
    try {
      const desk = new Desk(services, request)
      const user = await desk.requireUser()
      const params = Object.fromEntries(names.map((name, place) => [name, request.params[place]]))
      const search = searchOf(request)
      const body = await desk.ask(page, { params, search })
      const beside = 'operation' in body ? body.operation : 'revision' in body ? body.revision : null
      const etag = etagOf(body.snapshot_id, `${user.roles.join()} ${scopeKey(user.scope)}`, request, beside)
      response.set('ETag', etag)
      if (request.get('if-none-match')?.includes(etag)) response.status(304).end()
      // Pages without filters say so.
      else response.json({ filters: null, ...body })
    } catch (error) {
      sendFailure(services, response, error)
    }
  }
}

/** `GET <path>.json`: the same figures, filters and access as the page. */
export function jsonTwins(services: Services): Router {
  const router = express.Router()
  for (const page of FIGURE_PAGES) router.get(twinOf(page), answer(services, page, pathParams(page)))
  return router
}
