import * as client from 'openid-client'
import type { Claims } from './mapping.ts'
import { isLoopback, type OidcConfig } from './config.ts'
import { asProviderError, ProviderError } from './problems.ts'

/** Under `PUBLIC_URL`: what the provider has to know of us. */
export const CALLBACK_PATH = '/login/oidc/callback'
const AFTER_SIGN_OUT = '/login'

const TIMEOUT_SECONDS = 10
/** What the provider says of itself may change: it is asked anew after an hour. */
const KEEP_MS = 3_600_000

/** What is remembered from the way there until somebody comes back. */
export interface Checks {
  state: string
  nonce: string
  codeVerifier: string
}

export interface SignedIn {
  issuer: string
  subject: string
  claims: Claims
  /** By which the provider knows whom to sign out. */
  idToken: string
}

/** The identity provider, by the standard alone. Nothing is asked of any host but the issuer's. */
export class Provider {
  readonly #config: OidcConfig
  #discovered: { client: Promise<client.Configuration>; at: number } | null = null

  constructor(config: OidcConfig) {
    this.#config = config
  }

  /** Where somebody is sent to sign in. @throws {ProviderError} */
  async begin(scopes: readonly string[]): Promise<{ address: string; checks: Checks }> {
    return this.#asked(async (config) => {
      const checks = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        codeVerifier: client.randomPKCECodeVerifier(),
      }
      const address = client.buildAuthorizationUrl(config, {
        redirect_uri: this.#config.publicUrl + CALLBACK_PATH,
        response_type: 'code',
        scope: [...new Set(['openid', ...scopes])].join(' '),
        state: checks.state,
        nonce: checks.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(checks.codeVerifier),
        code_challenge_method: 'S256',
      })
      return { address: address.href, checks }
    })
  }

  /** Who came back with `search`: ID token and what the provider tells of them beside. @throws {ProviderError} */
  async finish(search: string, { state, nonce, codeVerifier }: Checks): Promise<SignedIn> {
    return this.#asked(async (config) => {
      const tokens = await client.authorizationCodeGrant(
        config,
        new URL(this.#config.publicUrl + CALLBACK_PATH + search),
        { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: codeVerifier, idTokenExpected: true },
      )
      const claims = tokens.claims()
      if (!claims || !tokens.id_token) throw new ProviderError('forged', 'no_id_token')
      const told = this.#isOwn(config.serverMetadata().userinfo_endpoint)
        ? await client.fetchUserInfo(config, tokens.access_token, claims.sub)
        : {}
      return { issuer: claims.iss, subject: claims.sub, claims: { ...told, ...claims }, idToken: tokens.id_token }
    })
  }

  /** Where a browser goes to be signed out at the provider too; null where it offers that nowhere, or does not answer. */
  async signOutAddress(idToken: string): Promise<string | null> {
    try {
      return await this.#asked((config) => {
        if (!this.#isOwn(config.serverMetadata().end_session_endpoint)) return null
        const back = this.#config.publicUrl + AFTER_SIGN_OUT
        return client.buildEndSessionUrl(config, { id_token_hint: idToken, post_logout_redirect_uri: back }).href
      })
    } catch {
      return null
    }
  }

  #isOwn(endpoint: string | undefined): boolean {
    return endpoint !== undefined && URL.canParse(endpoint) && new URL(endpoint).origin === this.#config.issuer.origin
  }

  async #asked<Answer>(ask: (config: client.Configuration) => Answer | Promise<Answer>): Promise<Answer> {
    try {
      return await ask(await this.#client())
    } catch (cause) {
      throw asProviderError(cause)
    }
  }

  #client(now = Date.now()): Promise<client.Configuration> {
    if (!this.#discovered || now - this.#discovered.at > KEEP_MS) {
      const kept = { client: this.#discover(), at: now }
      this.#discovered = kept
      // A failure is not kept: the next person asks again.
      kept.client.catch(() => {
        if (this.#discovered === kept) this.#discovered = null
      })
    }
    return this.#discovered.client
  }

  #discover(): Promise<client.Configuration> {
    const { issuer, clientId, clientSecret } = this.#config
    const [basic, post] = [client.ClientSecretBasic(clientSecret), client.ClientSecretPost(clientSecret)]
    const authenticate: client.ClientAuth = (server, ...rest) => {
      const methods = server.token_endpoint_auth_methods_supported
      return (!methods || methods.includes('client_secret_basic') ? basic : post)(server, ...rest)
    }
    return client.discovery(issuer, clientId, undefined, authenticate, {
      timeout: TIMEOUT_SECONDS,
      [client.customFetch]: (address, options) => {
        if (!this.#isOwn(address)) throw new ProviderError('settings', 'foreign_host')
        return fetch(address, options as RequestInit)
      },
      // Signatures of ID tokens are checked although they come by TLS; http is for providers on this machine.
      execute: [client.enableNonRepudiationChecks, ...(isLoopback(issuer) ? [client.allowInsecureRequests] : [])],
    })
  }
}
