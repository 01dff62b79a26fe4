import type { Request, RequestHandler, Response } from 'express'
import { Desk } from './desk.ts'
import { codeOf, httpStatus } from './http-status.ts'
import type { Services } from './services.ts'

/** The query of an address, with all values of a name. */
export const searchOf = (request: Request) => new URLSearchParams(request.originalUrl.split('?')[1] ?? '')

/** Why a page was not printed is no secret; what else fails says no more than that. */
const saidOf = (error: unknown) =>
  codeOf(error)?.startsWith('app/print-') ? `${(error as Error).message}\n` : 'Not allowed, not found, or failed.\n'

type Send = (desk: Desk, request: Request, response: Response) => Promise<void>

/** Sends a file that a page gives away, kept by nobody; what fails before its first byte is said in a line. */
export const download =
  (services: Services, send: Send): RequestHandler =>
  async (request, response) => {
    response.set('Cache-Control', 'private, no-store')
    try {
      const desk = new Desk(services, request)
      await send(desk, request, response)
      await desk.noteExport()
    } catch (error) {
      if (!codeOf(error)) services.log.error(error)
      // What was sent and could not be put on record is in the log.
      if (response.headersSent) return
      response.status(httpStatus(error)).type('text/plain').send(saidOf(error))
    }
  }

export type { Send }
