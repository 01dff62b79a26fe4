import type { Request } from 'express'
import { parseCookies } from '../preferences.ts'

const SECURE_NAME = '__Host-isocenter'
// Browsers keep a __Host- cookie only over TLS; on plain http (localhost) it has an ordinary name.
const PLAIN_NAME = 'isocenter'

const nameFor = (request: Request) => (request.secure ? SECURE_NAME : PLAIN_NAME)

export function sessionToken(request: Request): string | null {
  return parseCookies(request.headers.cookie).get(nameFor(request)) ?? null
}

export function sessionCookie(request: Request, token: string, maxAgeSeconds: number): string {
  const secure = request.secure ? '; Secure' : ''
  return `${nameFor(request)}=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAgeSeconds}${secure}`
}

export function endedSessionCookie(request: Request): string {
  return sessionCookie(request, '', 0)
}
