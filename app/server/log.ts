import type { RequestHandler } from 'express'
import pino from 'pino'
import type { Config } from './config.ts'
import { routeOf } from './requests.ts'

/** The one place that the server writes its log from, a line of JSON each: faults to stderr, answers to stdout. */
export interface Log {
  error: (fault: unknown) => void
  info: (fields: Record<string, unknown>) => void
}

/** Texts of faults may quote a statement: what stands in quotes, and long numbers, could be a patient's. */
export const withoutLiterals = (text: string): string =>
  text.replace(/'(?:[^'\n]|'')*'/g, "'…'").replace(/\d{6,}/g, '******')

/** What is told of a fault: kind, code, text and place, without literals; whatever else hangs on it is not. */
function faultFields(fault: unknown): Record<string, unknown> {
  if (!(fault instanceof Error)) return { fault: withoutLiterals(String(fault)) }
  const { name, message, stack } = fault
  const code = 'code' in fault && typeof fault.code === 'string' ? { code: fault.code } : {}
  return { fault: name, ...code, message: withoutLiterals(message), stack: withoutLiterals(stack ?? '') }
}

export function createLog(level: Config['logLevel']): Log {
  const options: pino.LoggerOptions = {
    level,
    base: null,
    timestamp: () => `,"at":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ level: label }) },
  }
  // Written at once: a line must not be lost where the process ends.
  const [out, err] = [1, 2].map((fd) => pino(options, pino.destination({ fd, sync: true }))) as [
    pino.Logger,
    pino.Logger,
  ]
  return {
    error: (fault) => err.error(faultFields(fault)),
    info: (fields) => out.info(fields),
  }
}

/** Who asked for what and how it went: the route, not the address, which may name an exam; nothing that was asked or answered. */
export function logAnswers(log: Log): RequestHandler {
  return (request, response, next) => {
    const started = performance.now()
    const { method } = request
    const route = routeOf(request)
    response.on('close', () => {
      const { requestId, person } = response.locals as { requestId?: string; person?: string }
      log.info({
        request_id: requestId,
        ...{ method, route, status: response.statusCode },
        milliseconds: Math.round(performance.now() - started),
        ...(response.writableFinished ? {} : { cut: true }),
        ...(person ? { person } : {}),
      })
    })
    next()
  }
}
