import express, { type RequestHandler, type Router } from 'express'
import { mayOpen } from '../../access.ts'
import { sessionToken } from '../cookies.ts'
import { Desk } from '../desk.ts'
import { MOST_STREAMS, Shares } from '../fair-use.ts'
import { codeOf, httpStatus } from '../http-status.ts'
import type { Services } from '../services.ts'
import { OperationWatch } from './watch.ts'

const MOST_WATCHERS = 200
/** Keeps proxies from closing a silent stream; on each beat it is asked again whether the session still holds. */
const BEAT_MS = 15_000

function stream(services: Services, watch: OperationWatch, isDraining: () => boolean): RequestHandler {
  const shares = new Shares(MOST_STREAMS)
  return async (request, response) => {
    let person
    try {
      person = (await new Desk(services, request).requirePage('data')).user_name
    } catch (error) {
      if (!codeOf(error)) services.log.error(error)
      return void response.status(httpStatus(error)).set('Cache-Control', 'no-store').end()
    }
    if (watch.watchers >= MOST_WATCHERS || isDraining()) return void response.status(503).set('Retry-After', '30').end()
    const giveBack = shares.take(person)
    if (!giveBack) return void response.status(429).set('Retry-After', '30').end()
    // no-transform: compression would hold events back.
    response
      .set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'private, no-store, no-transform' })
      .flushHeaders()
    const token = sessionToken(request) ?? ''
    const stillMay = async () => {
      const user = await services.sessions.find(token, new Date(), false)
      return user !== null && mayOpen(user, 'data')
    }
    const forget = watch.watch((now) => response.write(`data: ${JSON.stringify(now)}\n\n`))
    const beat = setInterval(() => {
      response.write(': beat\n\n')
      // A session that was ended or a role that was taken away ends the stream too.
      stillMay().then(
        (may) => may || response.end(),
        () => response.end(),
      )
    }, BEAT_MS)
    // An open stream would keep a server that is told to stop from stopping.
    const leave = setInterval(() => isDraining() && response.end(), 500)
    response.on('close', () => {
      forget()
      giveBack()
      clearInterval(beat)
      clearInterval(leave)
    })
  }
}

/** `GET /data/events`: how loading stands, as server-sent events, for those who may open the data page. */
export function operationEvents(services: Services, isDraining: () => boolean): Router {
  const watch = new OperationWatch(() => services.operations.now())
  return express.Router().get('/data/events', stream(services, watch, isDraining))
}
