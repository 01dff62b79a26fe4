import type { Request } from 'express'
import { awayCookie, awayToken, sessionCookie, sessionToken } from '../cookies.ts'
import type { Config } from '../config.ts'
import { BEGUN_MINUTES } from './begun.ts'
import type { BeginResult, FinishResult, ProviderSignIn, Visitor } from './provider-sign-in.ts'

/** The sign-in page's way to the provider and back, for one request: cookies in and out. */
export class ProviderDoor {
  readonly #signIn: ProviderSignIn
  readonly #config: Config
  readonly #request: Request

  constructor(signIn: ProviderSignIn, config: Config, request: Request) {
    this.#signIn = signIn
    this.#config = config
    this.#request = request
  }

  /** What the sign-in page shows. */
  async button(): Promise<{ address: string; name: string | null; passwords: 'all' | 'some' }> {
    const passwords = this.#config.passwordAccounts ? 'some' : 'all'
    return { address: this.#signIn.beginAddress, name: await this.#signIn.name(), passwords }
  }

  /** @returns where to go and with which Set-Cookie header, or why nowhere */
  async begin(next: string): Promise<BeginResult & { cookie?: string }> {
    const result = await this.#signIn.begin(this.#visitor, next)
    if (result.outcome !== 'away') return result
    return { ...result, cookie: awayCookie(this.#request, result.browser, BEGUN_MINUTES * 60) }
  }

  /** @returns who came back and with which Set-Cookie header, or why nobody */
  async finish(): Promise<FinishResult & { cookie?: string }> {
    const { originalUrl } = this.#request
    const search = originalUrl.includes('?') ? originalUrl.slice(originalUrl.indexOf('?')) : ''
    const result = await this.#signIn.finish(this.#visitor, search)
    if (result.outcome !== 'signed_in') return result
    const cookie = sessionCookie(this.#request, result.token, this.#config.sessionMaxHours * 3600)
    return { ...result, cookie }
  }

  get #visitor(): Visitor {
    return {
      browser: awayToken(this.#request),
      clientIp: this.#request.ip ?? 'unknown',
      userAgent: this.#request.get('user-agent') ?? null,
      previousToken: sessionToken(this.#request),
    }
  }
}
