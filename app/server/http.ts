import path from 'node:path'
import { constants } from 'node:zlib'
import { createRequestHandler } from '@remix-run/express'
import type { ServerBuild } from '@remix-run/node'
import compression, { type CompressionOptions } from 'compression'
import express, { type ErrorRequestHandler, type Express } from 'express'
import type { ViteDevServer } from 'vite'
import { auditCsv } from './audit/audit-csv.ts'
import { refuseWithoutDatabase } from './away.ts'
import { assets, fileCheckScript } from './assets.ts'
import { Desk } from './desk.ts'
import { limitDownloads } from './fair-use.ts'
import { readyz } from './health.ts'
import { jsonTwins } from './json-twins.ts'
import { logAnswers } from './log.ts'
import type { Metrics } from './metrics.ts'
import { operationEvents } from './operation/events.ts'
import { rejectsCsv } from './operation/rejects-csv.ts'
import { drafts } from './drafts.ts'
import { pageCsv } from './page-csv.ts'
import { panelExport } from './panel-export.ts'
import { pagePdf } from './print/page-pdf.ts'
import {
  clearAtSignOut,
  keepPrivate,
  refuseMethods,
  refuseOddTargets,
  refuseOtherBodies,
  setRequestId,
} from './requests.ts'
import { limitBodies, refuseForeignMutations, securityHeaders, setNonce, stayWithTls } from './security.ts'
import type { Services } from './services.ts'

export interface HttpOptions {
  services: Services
  isDraining: () => boolean
  /** Development only: compiles as files change. */
  vite?: ViteDevServer
  /** The folder that `npm run build` writes. */
  buildFolder: string
  /** Null where nobody reads them. */
  metrics?: Metrics | null
}

/** A page is compressed for one reader: a step below the usual levels takes a third less of the processor for a twentieth more bytes. */
const COMPRESSION: CompressionOptions = {
  threshold: 1024,
  level: 5,
  brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: 3 } },
}

const lastResort =
  ({ log }: Services): ErrorRequestHandler =>
  (error, _request, response, _next) => {
    const status = typeof error?.status === 'number' && error.status < 500 ? error.status : 500
    if (status === 500) log.error(error)
    if (!response.headersSent)
      response
        .status(status)
        .type('text/plain')
        .send(status === 404 ? 'Not found\n' : 'Error\n')
  }

/** The whole chain, in order: health, headers, refusals, files, JSON twins, pages. */
export async function createApp(options: HttpOptions): Promise<Express> {
  const { services, isDraining, vite, buildFolder, metrics } = options
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', services.config.trustProxy)
  app.set('etag', false)
  app.get('/livez', (_request, response) => void response.set('Cache-Control', 'no-store').json({ live: true }))
  app.get('/readyz', readyz(services, isDraining))
  app.use(
    setRequestId,
    setNonce,
    securityHeaders(!vite, services.config.oidc?.issuer.origin),
    stayWithTls,
    logAnswers(services.log),
  )
  if (metrics) app.use(metrics.watch)
  app.use(refuseOddTargets, refuseMethods, limitBodies, refuseForeignMutations, refuseOtherBodies)
  app.use(compression(COMPRESSION))
  app.get('/file-check.js', fileCheckScript(buildFolder))
  app.use(vite ? vite.middlewares : assets(path.join(buildFolder, 'client')))
  app.use(keepPrivate, clearAtSignOut, refuseWithoutDatabase(services), limitDownloads(services))
  app.use(jsonTwins(services), pageCsv(services), panelExport(services), pagePdf(services), drafts(services))
  app.use(operationEvents(services, isDraining), rejectsCsv(services), auditCsv(services))
  app.all('*', await remix(services, buildFolder, vite))
  app.use(lastResort(services))
  return app
}

async function remix(services: Services, buildFolder: string, vite?: ViteDevServer) {
  // A variable, so that tsc does not follow the import into the build.
  const file = path.join(buildFolder, 'server/index.js')
  return createRequestHandler({
    build: vite
      ? () => vite.ssrLoadModule('virtual:remix/server-build') as Promise<ServerBuild>
      : ((await import(file)) as ServerBuild),
    mode: services.config.mode,
    getLoadContext: (request, response) => ({
      cspNonce: response.locals.nonce as string,
      desk: new Desk(services, request),
      served: request.path.endsWith('.data') ? null : {},
    }),
  })
}
