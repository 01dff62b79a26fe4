import { randomUUID } from 'node:crypto'
import type { Request, RequestHandler, Response } from 'express'
import { PAGE_LIST } from '../page-list.ts'

/** What comes from a proxy that is trusted: letters, digits and signs, so that nothing else gets into the log. */
const GIVEN_ID = /^[\w.-]{8,64}$/

/** A request's id, in its answer (`X-Request-Id`) and in the log; a proxy's own is kept where proxies are trusted. */
export const setRequestId: RequestHandler = (request, response, next) => {
  const given = request.app.get('trust proxy') ? request.get('x-request-id') : undefined
  response.locals.requestId = given && GIVEN_ID.test(given) ? given : randomUUID()
  response.set('X-Request-Id', response.locals.requestId as string)
  next()
}

function refuse(response: Response, status: number, text: string): void {
  response.status(status).type('text/plain').set('Cache-Control', 'no-store').send(text)
}

const HOST = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9_.-]+)(:\d{1,5})?$/

function isReadable(path: string): boolean {
  try {
    return !decodeURIComponent(path).includes('\0')
  } catch {
    return false
  }
}

/** Targets that are no path of this server (`http://elsewhere/`, `//elsewhere`, `*`), paths and hosts that cannot be read: 400. */
export const refuseOddTargets: RequestHandler = (request, response, next) => {
  const { originalUrl: target } = request
  const host = request.get('host')
  if (!target.startsWith('/') || target.startsWith('//') || target.startsWith('/\\'))
    return refuse(response, 400, 'The target must be a path of this server.\n')
  if (host !== undefined && !HOST.test(host)) return refuse(response, 400, 'The Host header is none.\n')
  if (!isReadable(request.path)) return refuse(response, 400, 'The path cannot be read.\n')
  next()
}

const METHODS = ['GET', 'HEAD', 'POST']

/** Forms post, everything else is read: 405 for other methods, whatever the page. */
export const refuseMethods: RequestHandler = (request, response, next) => {
  if (METHODS.includes(request.method)) return next()
  response.set('Allow', METHODS.join(', '))
  refuse(response, 405, `${request.method} is not among the methods here.\n`)
}

const FORM = /^application\/x-www-form-urlencoded\s*(;\s*charset="?utf-8"?\s*)?$/i
const PARTS = /^multipart\/form-data\s*;.*boundary="?[^"\s;]{1,70}"?/i

/** What is posted is a form: 415 for anything else. One without a body and a type is an empty form. */
export const refuseOtherBodies: RequestHandler = (request, response, next) => {
  if (request.method !== 'POST') return next()
  const type = request.get('content-type') ?? ''
  const isEmpty = Number(request.get('content-length') ?? 0) === 0 && request.get('transfer-encoding') === undefined
  if (type === '' && isEmpty) request.headers['content-type'] = 'application/x-www-form-urlencoded'
  else if (!FORM.test(type) && !PARTS.test(type)) return refuse(response, 415, 'Send a form, in UTF-8.\n')
  next()
}

/** What depends on who asks is kept by nobody: pages, their data and twins, files, refusals. Static files have been answered before. */
export const keepPrivate: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'private, no-store').vary('Cookie')
  next()
}

/** Whoever signs out of a machine that others use leaves nothing in its browser. */
export const clearAtSignOut: RequestHandler = (request, response, next) => {
  if (request.method === 'POST' && /^\/logout(\.data)?$/.test(request.path))
    response.set('Clear-Site-Data', '"cache", "storage"')
  next()
}

const PATTERNS = Object.values(PAGE_LIST)
  .map(({ path }) => path)
  .filter((path) => path.includes(':'))
  .map((path) => ({ path, pattern: new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}(\\.\\w+|/.+)?$`) }))

const FIXED = new Set<string>([
  ...Object.values(PAGE_LIST).map(({ path }) => path),
  ...[
    '/login',
    '/login/oidc',
    '/login/oidc/callback',
    '/logout',
    '/preferences',
    '/options',
    '/export',
    '/admin',
    '/account',
    '/_root',
    '/index',
  ],
  ...['/data/events', '/data/check', '/data/rejects', '/sql/run', '/sql/explain', '/sql/cancel', '/sql/export'],
  ...['/sql/saved', '/sql/link', '/sql/panel', '/compliance/audit/list', '/compliance/mapping/step_aliases'],
])

/**
 * The address without what stands in it for one exam, center or scanner, as the log and the metrics have it: a code in an address is an
 * accession number sooner or later. Unknown addresses are `(other)`.
 */
export function routeOf(request: Pick<Request, 'path'>): string {
  const path = request.path.replace(/(.)\/$/, '$1')
  const known = PATTERNS.find(({ pattern }) => pattern.test(path))
  if (known) return known.path
  return FIXED.has(path.replace(/\.(data|json|csv|xlsx|pdf)$/, '')) ? path : '(other)'
}
