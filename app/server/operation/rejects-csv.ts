import { once } from 'node:events'
import express, { type RequestHandler, type Response, type Router } from 'express'
import { dataQuery } from '#queries/data/data-query.ts'
import { eachReject } from '#queries/data/rejects.ts'
import type { RejectRow } from '#queries/data/data-types.ts'
import { BYTE_ORDER_MARK, csvLine } from '../../csv.ts'
import { Desk } from '../desk.ts'
import { searchOf } from '../downloads.ts'
import { codeOf, httpStatus } from '../http-status.ts'
import type { Services } from '../services.ts'

const COLUMNS = ['run_id', 'feed', 'center_code', 'path', 'line', 'column_name', 'reason', 'value', 'resolved'] as const

async function send(response: Response, text: string): Promise<void> {
  if (response.destroyed) throw new Error('the reader has gone')
  if (response.write(text)) return
  await Promise.race([once(response, 'drain'), once(response, 'close')])
}

const lines = (rows: RejectRow[]) => rows.map((row) => csvLine(COLUMNS.map((column) => row[column]))).join('')

function download(services: Services): RequestHandler {
  return async (request, response) => {
    response.set('Cache-Control', 'private, no-store')
    try {
      const desk = new Desk(services, request)
      await desk.requirePage('data')
      await desk.noteExport()
      const query = dataQuery(searchOf(request))
      response.type('text/csv').attachment('rejects.csv')
      await send(response, BYTE_ORDER_MARK + csvLine(COLUMNS))
      await eachReject(services.reader, query, (rows) => send(response, lines(rows)))
      response.end()
    } catch (error) {
      if (!codeOf(error) && !response.destroyed) services.log.error(error)
      // A file that is cut must not look whole.
      if (response.headersSent) response.destroy()
      else {
        response.removeHeader('Content-Disposition')
        response.status(httpStatus(error)).type('text/plain').send('Not allowed, or failed.\n')
      }
    }
  }
}

/** `GET /data/rejects.csv`: the rejected rows under the page's filters, streamed, for those who may open the page. */
export function rejectsCsv(services: Services): Router {
  return express.Router().get('/data/rejects.csv', download(services))
}
