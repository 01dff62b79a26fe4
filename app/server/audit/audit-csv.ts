import express, { type Router } from 'express'
import { BYTE_ORDER_MARK, csvLine } from '../../csv.ts'
import { download, searchOf, type Send } from '../downloads.ts'
import type { Services } from '../services.ts'

const COLUMNS = ['seq', 'at', 'kind', 'user_name', 'client_ip', 'detail', 'previous_hash', 'hash'] as const

const send: Send = async (desk, request, response) => {
  const rows = await (await desk.administration()).trailExport(searchOf(request))
  response.type('text/csv').attachment('audit.csv')
  response.send(
    [BYTE_ORDER_MARK, csvLine(COLUMNS), ...rows.map((row) => csvLine(COLUMNS.map((name) => row[name])))].join(''),
  )
}

/** `GET /admin/audit.csv`: the trail as the page narrows it, with its hashes, for administrators. */
export function auditCsv(services: Services): Router {
  return express.Router().get('/admin/audit.csv', download(services, send))
}
