import express, { type Request, type Response, type Router } from 'express'
import { Desk } from './desk.ts'
import { NotFoundError } from './errors.ts'
import { codeOf, httpStatus } from './http-status.ts'
import type { Services } from './services.ts'

type Send = (desk: Desk, request: Request, response: Response) => Promise<void>

const searchOf = (request: Request) => new URLSearchParams(request.originalUrl.split('?')[1] ?? '')

/** The next version of a protocol as a book of one entry, which the ETL reads as it is. */
const protocolDraft: Send = async (desk, request, response) => {
  const { protocol_code = '' } = request.params as { protocol_code?: string }
  const page = await desk.ask('protocol', { params: { protocol_code }, search: searchOf(request) })
  if (page.snapshot_id === null) throw new NotFoundError(`Protocol ${protocol_code}`)
  response.attachment(`${protocol_code}-v${page.draft.version}.json`)
  response.type('application/json').send(`${JSON.stringify([page.draft], null, 2)}\n`)
}

const answer = (services: Services, send: Send) => async (request: Request, response: Response) => {
  response.set('Cache-Control', 'private, no-store')
  try {
    await send(new Desk(services, request), request, response)
  } catch (error) {
    if (!codeOf(error)) services.log.error(error)
    response.status(httpStatus(error)).type('text/plain').send('Not allowed, not found, or failed.\n')
  }
}

/** What pages propose for the reference data, in the landing format; under the access of the page that proposes it. */
export function drafts(services: Services): Router {
  const router = express.Router()
  router.get('/protocols/:protocol_code/draft.json', answer(services, protocolDraft))
  return router
}
