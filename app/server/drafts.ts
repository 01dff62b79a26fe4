import express, { type Request, type Response, type Router } from 'express'
import { BYTE_ORDER_MARK, csvLine } from '../csv.ts'
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

/** The steps that have a likely name in the book, as rows of `step_aliases.csv`. */
const stepAliases: Send = async (desk, request, response) => {
  const page = await desk.ask('mapping', { params: {}, search: searchOf(request) })
  const names = page.snapshot_id === null ? [] : page.names
  const rows = names.flatMap(({ center_code, name, suggestion }) =>
    suggestion === null ? [] : [csvLine([center_code, name, suggestion])],
  )
  response.type('text/csv').attachment('step_aliases.csv')
  response.send([csvLine(['center_code', 'alias', 'step']), ...rows].join(''))
}

const AUDIT_COLUMNS = [
  ...['center_code', 'accession_no', 'day', 'age_days', 'scanner_id', 'protocol_code', 'step', 'parameter', 'kind'],
  ...['severity', 'observed', 'expected', 'state'],
] as const

/** The list of deviations with what was said of each, after lines that say the filter, the snapshot and the time. */
const auditList: Send = async (desk, request, response) => {
  const search = searchOf(request)
  const page = await desk.auditList(search)
  const { snapshot_id, filters } = page
  const items = page.snapshot_id === null ? [] : page.items.rows
  const about = {
    snapshot_id,
    written_at: new Date().toISOString(),
    filters: JSON.stringify(filters),
    asked: `${search}`,
  }
  const head = Object.entries(about).map(([name, value]) => csvLine([name, value]))
  const columns = [...AUDIT_COLUMNS, 'reason', 'comment', 'user_name', 'at']
  const lines = items.map((item) => {
    const said = item.mark
      ? [item.mark.reason, item.mark.comment, item.mark.user_name, item.mark.at]
      : [null, null, null, null]
    return csvLine([...AUDIT_COLUMNS.map((name) => item[name as keyof typeof item] as string | number | null), ...said])
  })
  response.type('text/csv').attachment('deviations.csv')
  response.send([BYTE_ORDER_MARK, ...head, csvLine([]), csvLine(columns), ...lines].join(''))
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

/** Files that pages give away: drafts in the landing format, and the list of deviations; under the access of the page. */
export function drafts(services: Services): Router {
  const router = express.Router()
  router.get('/protocols/:protocol_code/draft.json', answer(services, protocolDraft))
  router.get('/compliance/mapping/step_aliases.csv', answer(services, stepAliases))
  router.get('/compliance/audit/list.csv', answer(services, auditList))
  return router
}
