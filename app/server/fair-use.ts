import type { RequestHandler } from 'express'
import { Desk } from './desk.ts'
import type { Services } from './services.ts'

/** Files that one person takes at once, and streams of events that one person has open: several windows, not a program's hundreds. */
export const MOST_DOWNLOADS = 4
export const MOST_STREAMS = 6

/** Counts what each person has under way. */
export class Shares {
  readonly #most: number
  readonly #taken = new Map<string, number>()

  constructor(most: number) {
    this.#most = most
  }

  /** @returns what gives it back, to be called once; null where the person has as many as one may have */
  take(person: string): (() => void) | null {
    const taken = this.#taken.get(person) ?? 0
    if (taken >= this.#most) return null
    this.#taken.set(person, taken + 1)
    return () => {
      const left = this.#taken.get(person)! - 1
      if (left === 0) this.#taken.delete(person)
      else this.#taken.set(person, left)
    }
  }
}

const isDownload = (path: string) => path === '/export' || /\.(csv|xlsx|pdf)$/.test(path)

/** 429 for whoever has as many files under way as one may have. Who may have them is asked behind it. */
export function limitDownloads(services: Services): RequestHandler {
  const shares = new Shares(MOST_DOWNLOADS)
  return async (request, response, next) => {
    if (request.method !== 'GET' || !isDownload(request.path)) return next()
    const user = await new Desk(services, request).user().catch(() => null)
    const giveBack = user && shares.take(user.user_name)
    if (user && !giveBack) {
      response.status(429).set('Retry-After', '5').type('text/plain')
      return void response.send(`${MOST_DOWNLOADS} files are on their way to you. Wait for one of them.\n`)
    }
    if (giveBack) response.on('close', giveBack)
    next()
  }
}
