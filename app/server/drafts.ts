import express, { type Response, type Router } from 'express'
import { csvLine } from '../csv.ts'
import { caseCsv, caseTable, caseWorkbook, type CaseTable } from './case-export.ts'
import { download, searchOf, type Send } from './downloads.ts'
import { NotFoundError } from './errors.ts'
import type { Services } from './services.ts'

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

const sendList = (name: string, format: 'csv' | 'xlsx', list: CaseTable, response: Response) => {
  response.attachment(`${name}.${format}`)
  if (format === 'csv') response.type('text/csv').send(caseCsv(list))
  else caseWorkbook(list).pipe(response)
}

/** A list of cases as a file. */
const auditList =
  (format: 'csv' | 'xlsx'): Send =>
  async (desk, request, response) => {
    const search = searchOf(request)
    sendList('deviations', format, caseTable('deviation', await desk.auditList(search), search, new Date()), response)
  }

const casesList =
  (format: 'csv' | 'xlsx'): Send =>
  async (desk, request, response) => {
    const search = searchOf(request)
    sendList('readings', format, caseTable('reading', await desk.casesList(search), search, new Date()), response)
  }

/** Files that pages give away: drafts in the landing format, and lists of cases; under the access of the page. */
export function drafts(services: Services): Router {
  const router = express.Router()
  router.get('/protocols/:protocol_code/draft.json', download(services, protocolDraft))
  router.get('/compliance/mapping/step_aliases.csv', download(services, stepAliases))
  router.get('/compliance/audit/list.csv', download(services, auditList('csv')))
  router.get('/compliance/audit/list.xlsx', download(services, auditList('xlsx')))
  router.get('/concordance/cases/list.csv', download(services, casesList('csv')))
  router.get('/concordance/cases/list.xlsx', download(services, casesList('xlsx')))
  return router
}
