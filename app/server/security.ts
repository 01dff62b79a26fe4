import { randomBytes } from 'node:crypto'
import type { NextFunction, Request, RequestHandler, Response } from 'express'
import helmet from 'helmet'

/** A new nonce for each answer; the document's scripts carry it. */
export const setNonce: RequestHandler = (_request, response, next) => {
  response.locals.nonce = randomBytes(16).toString('base64')
  next()
}

/**
 * Scripts and styles come from here or carry the nonce; nothing is framed, sent or loaded elsewhere.
 * @param signOutAt origin of the identity provider, to which the form that signs out may lead on
 */
export function securityHeaders(production: boolean, signOutAt?: string): RequestHandler {
  const nonce = (_request: unknown, response: unknown) => `'nonce-${(response as Response).locals.nonce}'`
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'self'"],
        'base-uri': ["'none'"],
        'object-src': ["'none'"],
        'frame-ancestors': ["'none'"],
        'form-action': ["'self'", ...(signOutAt ? [signOutAt] : [])],
        'img-src': ["'self'", 'data:'],
        'font-src': ["'self'"],
        'connect-src': production ? ["'self'"] : ["'self'", 'ws:'],
        'script-src': ["'self'", nonce],
        'style-src': ["'self'"],
        'style-src-elem': ["'self'", production ? nonce : "'unsafe-inline'"],
        // Charts place their marks with style attributes.
        'style-src-attr': ["'unsafe-inline'"],
      },
    },
    // With helmet's no-referrer, browsers send "Origin: null" on plain form posts, and they are refused as foreign.
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
    strictTransportSecurity: false,
  })
}

const YEAR_SECONDS = 31_536_000

/** Browsers are told to stay with TLS where it is spoken, here or by the proxy that is trusted. */
export function stayWithTls(request: Request, response: Response, next: NextFunction): void {
  if (request.secure) response.set('Strict-Transport-Security', `max-age=${YEAR_SECONDS}; includeSubDomains`)
  next()
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i

/** A word at start where passwords would travel in clear: others may reach the port, and no proxy that speaks TLS is named. */
export function clearTextWarning({ host, trustProxy }: { host: string; trustProxy: number }): string | null {
  if (LOOPBACK.test(host) || trustProxy > 0) return null
  return (
    `HOST ${host} can be reached from other machines and this server speaks no TLS: passwords would travel in clear. ` +
    'Put a proxy with TLS in front, have it reach 127.0.0.1, and set TRUST_PROXY=1 (docs/deployment/README.md).'
  )
}

const READING = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Whether a request that changes something comes from our own pages. Browsers say so in Sec-Fetch-Site, older ones in
 * Origin; a client that sends neither is no browser, and there is no one whose cookies it could misuse.
 */
export function isOwnRequest(headers: { site?: string; origin?: string; host?: string }): boolean {
  if (headers.site) return headers.site === 'same-origin' || headers.site === 'none'
  if (!headers.origin) return true
  return URL.canParse(headers.origin) && new URL(headers.origin).host === headers.host
}

export function refuseForeignMutations(request: Request, response: Response, next: NextFunction): void {
  const site = request.get('sec-fetch-site')
  if (READING.has(request.method) || isOwnRequest({ site, origin: request.get('origin'), host: request.get('host') })) {
    next()
    return
  }
  response
    .status(403)
    .type('text/plain')
    .send('This request came from another site and was refused. Use the page itself.\n')
}

/** Room for the longest statement, 50,000 characters of which each may be three bytes and nine signs of a form. */
const MOST_BYTES = 512 * 1024

/** Forms are small: a body without a length, or a larger one, is refused before anything reads it. */
export function limitBodies(request: Request, response: Response, next: NextFunction): void {
  if (READING.has(request.method)) return next()
  const length = request.get('content-length')
  const chunked = request.get('transfer-encoding') !== undefined
  if (!chunked && Number(length ?? 0) <= MOST_BYTES) return next()
  response
    .status(413)
    .type('text/plain')
    .set('Connection', 'close')
    .send(`The body is larger than ${MOST_BYTES} bytes.\n`)
}
