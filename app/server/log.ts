import type { RequestHandler } from 'express'
import type { Config } from './config.ts'

const RANK = { silent: 0, error: 1, info: 2 } as const

/** The one place that the server writes its log from: faults to stderr, one line of JSON for each answer to stdout. */
export interface Log {
  error: (fault: unknown) => void
  info: (fields: Record<string, unknown>) => void
}

export function createLog(level: Config['logLevel']): Log {
  return {
    error: (fault) => {
      if (RANK[level] >= RANK.error) console.error(fault)
    },
    info: (fields) => {
      if (RANK[level] >= RANK.info) console.log(JSON.stringify({ at: new Date().toISOString(), ...fields }))
    },
  }
}

/** Path and status only: query strings may hold accession numbers that somebody searched for. */
export function logAnswers(log: Log): RequestHandler {
  return (request, response, next) => {
    const started = performance.now()
    const { method, path } = request
    response.on('finish', () => {
      const milliseconds = Math.round(performance.now() - started)
      log.info({ method, path, status: response.statusCode, milliseconds })
    })
    next()
  }
}
