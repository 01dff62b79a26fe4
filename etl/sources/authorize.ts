import { hostVariable, readSecret, readSecretHosts } from '../config.ts'
import type { request } from './request.ts'
import { type RequestOptions } from './request.ts'
import type { Source } from './schema.ts'
import { SourceError } from './source-error.ts'

type Ask = (url: URL, options: Partial<RequestOptions>) => ReturnType<typeof request>

/** Puts a source's secret on its requests. Tokens live in memory only. */
export class Authorizer {
  readonly #source: Source
  readonly #ask: Ask
  readonly #now: () => number
  #token: { value: string; until: number } | null = null

  constructor(source: Source, ask: Ask, now: () => number) {
    this.#source = source
    this.#ask = ask
    this.#now = now
  }

  /** Whether an answer 401 is worth a new token. */
  get renewable(): boolean {
    return this.#source.auth?.type === 'client_credentials'
  }

  renew(): void {
    this.#token = null
  }

  /** Parameter of the address that holds a secret, if any: it is kept out of what is stored. */
  get secretParameter(): string | null {
    return this.#source.auth?.type === 'query' ? this.#source.auth.parameter : null
  }

  /** Sets the secret on `url` and `headers`. */
  async apply(url: URL, headers: Headers): Promise<void> {
    const { auth } = this.#source
    if (!auth) return
    const secret = (name: string) => this.#secret(name, url)
    if (auth.type === 'bearer') headers.set('authorization', `Bearer ${secret(auth.token_env)}`)
    else if (auth.type === 'header') headers.set(auth.name, secret(auth.value_env))
    else if (auth.type === 'query') url.searchParams.set(auth.parameter, secret(auth.value_env))
    else if (auth.type === 'basic') {
      headers.set('authorization', basic(secret(auth.user_env), secret(auth.password_env)))
    } else {
      // What the token address gives is worth as much as the secret that it was given for.
      checkHost(auth.client_secret_env, url)
      headers.set('authorization', `Bearer ${await this.#accessToken()}`)
    }
  }

  /** The secret, for a request to `url` only. */
  #secret(name: string, url: URL): string {
    const value = readSecret(name)?.trim()
    if (!value) {
      throw new SourceError(
        'secret',
        `the environment has no ${name}. Set it to the secret of source ${this.#source.id}.`,
      )
    }
    checkHost(name, url)
    // Checked here: the error of the HTTP library would quote it.
    if (!/^[\x20-\x7e]+$/.test(value)) {
      throw new SourceError('secret', `${name} holds characters that no header may have. Set it to the secret alone.`)
    }
    return value
  }

  async #accessToken(): Promise<string> {
    if (this.#token && this.#now() < this.#token.until) return this.#token.value
    const { auth } = this.#source
    if (auth?.type !== 'client_credentials') throw new Error('only client credentials have a token')
    const url = new URL(auth.token_address)
    const [id, secret] = [this.#secret(auth.client_id_env, url), this.#secret(auth.client_secret_env, url)]
    const form = new URLSearchParams({ grant_type: 'client_credentials', ...(auth.scope ? { scope: auth.scope } : {}) })
    const headers = new Headers({ 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' })
    if (auth.send_as === 'basic')
      headers.set('authorization', basic(encodeURIComponent(id), encodeURIComponent(secret)))
    else for (const [key, value] of Object.entries({ client_id: id, client_secret: secret })) form.set(key, value)
    const answer = await this.#ask(url, { method: 'POST', headers, body: form.toString() })
    const { access_token: token, expires_in: life } = readToken(answer.body)
    // A token is renewed a little before it ends; one without a stated life is used until it is refused.
    this.#token = { value: token, until: life === null ? Infinity : this.#now() + Math.max(life - 30, 1) * 1000 }
    return token
  }
}

/**
 * A secret goes only where the environment says: whoever may change the declaration must not be able to send it elsewhere. Redirects and
 * links stay within the origin of the address (request.ts, paging.ts).
 */
function checkHost(secret: string, url: URL): void {
  const hosts = readSecretHosts(secret)
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  if (hosts.includes(url.hostname) || hosts.includes(`${url.hostname}:${port}`)) return
  const variable = hostVariable(secret)
  const text =
    hosts.length === 0
      ? `the environment does not say which host ${secret} is for, so it is not sent to ${url.host}. If that is right, set ${variable}=${url.host}.`
      : `${secret} is for ${hosts.join(', ')} only (${variable}), not for ${url.host}. Correct the address or the variable.`
  throw new SourceError('secret-host', text)
}

const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`

function readToken(body: Buffer): { access_token: string; expires_in: number | null } {
  try {
    const { access_token: token, expires_in: life } = JSON.parse(body.toString()) as Record<string, unknown>
    if (typeof token === 'string' && /^[\x21-\x7e]+$/.test(token)) {
      return { access_token: token, expires_in: Number.isFinite(Number(life ?? NaN)) ? Number(life) : null }
    }
  } catch {
    // Told below.
  }
  throw new SourceError('token', 'the token address answered without an access_token. Ask who runs it.', {
    retry: true,
  })
}
