import type { Request } from 'express'
import { parseCookies } from '../preferences.ts'

const SECURE_NAME = '__Host-isocenter'
// Browsers keep a __Host- cookie only over TLS; on plain http (localhost) it has an ordinary name.
const PLAIN_NAME = 'isocenter'

/** Behind the name of the cookie of a browser that went to the identity provider. */
const AWAY = '-away'

const nameFor = (request: Request, end = '') => (request.secure ? SECURE_NAME : PLAIN_NAME) + end
const valueOf = (request: Request, name: string) => parseCookies(request.headers.cookie).get(name) ?? null

function cookie(request: Request, name: string, value: string, maxAgeSeconds: number): string {
  const secure = request.secure ? '; Secure' : ''
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAgeSeconds}${secure}`
}

export const sessionToken = (request: Request): string | null => valueOf(request, nameFor(request))

export function sessionCookie(request: Request, token: string, maxAgeSeconds: number): string {
  return cookie(request, nameFor(request), token, maxAgeSeconds)
}

/** By which a browser that went to the identity provider is known when it comes back. */
export const awayToken = (request: Request): string | null => valueOf(request, nameFor(request, AWAY))

export function awayCookie(request: Request, token: string, maxAgeSeconds: number): string {
  return cookie(request, nameFor(request, AWAY), token, maxAgeSeconds)
}

export function endedSessionCookie(request: Request): string {
  return sessionCookie(request, '', 0)
}
