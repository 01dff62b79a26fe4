import { generateKeyPairSync } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider, { type Context } from 'oidc-provider'

export const CLIENT = { id: 'isocenter', secret: 'a secret of forty characters, as they are' }

/** What the provider says of somebody beside `sub`. */
export interface Member {
  preferred_username?: string
  name?: string
  groups?: string[]
  amr?: string[]
}

export interface IdentityProvider {
  issuer: string
  /** People by `sub`: what is changed here counts at the next sign-in. */
  members: Record<string, Member>
  /** Who signs in next: a `sub`, or somebody who says no. */
  next: string | 'denies'
  /** Whether its ID tokens are changed on their way. */
  isTamperedWith: boolean
  stop: () => Promise<void>
}

/** A real provider on this machine, that lets in whoever `next` names: its pages are walked through by `Walker`. */
export async function identityProvider(publicUrl: string, port = 0): Promise<IdentityProvider> {
  let answer: (request: IncomingMessage, response: ServerResponse) => void = () => {}
  const server = createServer((request, response) => answer(request, response))
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const made: IdentityProvider = { issuer, members: {}, next: '', isTamperedWith: false, stop: () => stop(server) }
  const provider = new Provider(issuer, configuration(publicUrl, made))
  const callback = provider.callback()
  answer = (request, response) => {
    if (request.url?.startsWith('/interaction/')) void signIn(provider, made, request, response)
    else callback(request, made.isTamperedWith ? tamperedWith(response) : response)
  }
  return made
}

const stop = (server: Server) =>
  new Promise<void>((stopped) => {
    server.close(() => stopped())
    server.closeAllConnections()
  })

function configuration(publicUrl: string, { members }: IdentityProvider) {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return {
    clients: [
      {
        ...{ client_id: CLIENT.id, client_secret: CLIENT.secret, id_token_signed_response_alg: 'ES256' },
        redirect_uris: [`${publicUrl}/login/oidc/callback`],
        post_logout_redirect_uris: [`${publicUrl}/login`],
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256' }] },
    claims: { openid: ['sub'], profile: ['name', 'preferred_username'], groups: ['groups', 'amr'] },
    scopes: ['openid', 'profile', 'groups'],
    cookies: { keys: ['of the tests'] },
    pkce: { required: () => true },
    interactions: { url: (_: Context, { uid }: { uid: string }) => `/interaction/${uid}` },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: true, logoutSource },
    },
    findAccount: (_: Context, sub: string) => ({ accountId: sub, claims: () => ({ sub, ...members[sub] }) }),
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
  }
}

/** Another signature under whatever ID token is sent. */
function tamperedWith(response: ServerResponse): ServerResponse {
  const end = response.end.bind(response) as (body?: unknown) => ServerResponse
  response.end = ((body?: unknown) =>
    end(
      typeof body === 'string' ? body.replace(/("id_token":"[^".]+\.[^".]+\.)[^"]{20}/, `$1${'A'.repeat(20)}`) : body,
    )) as typeof response.end
  return response
}

/** The page that asks whether somebody wants to be signed out. */
function logoutSource(context: Context, form: string) {
  context.body = form.replace('</form>', '<button name="logout" value="yes">yes</button></form>')
}

/** What a person would do on the provider's pages. */
async function signIn(
  provider: Provider,
  { next }: IdentityProvider,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const { params } = await provider.interactionDetails(request, response)
  const grant = new provider.Grant({ accountId: next, clientId: params.client_id })
  grant.addOIDCScope('openid profile groups')
  const result =
    next === 'denies'
      ? { error: 'access_denied', error_description: '<b>no</b>' }
      : { login: { accountId: next }, consent: { grantId: await grant.save() } }
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
}

/** A browser without scripts: keeps cookies by origin and follows redirects as far as it is told. */
export class Walker {
  readonly #cookies = new Map<string, Map<string, string>>()

  cookie(origin: string): string {
    return [...(this.#cookies.get(origin) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  async fetch(address: string, init: RequestInit = {}): Promise<Response> {
    const { origin } = new URL(address)
    const cookie = this.cookie(origin)
    const headers = { ...(cookie && { cookie }), ...(init.headers as Record<string, string>) }
    const answer = await fetch(address, { ...init, headers, redirect: 'manual' })
    const jar = this.#cookies.get(origin) ?? new Map<string, string>()
    this.#cookies.set(origin, jar)
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') jar.delete(name)
      else jar.set(name, value)
    }
    return answer
  }

  /** Follows redirects of one origin. @returns the first address of another one, or the answer that leads nowhere */
  async follow(address: string, init: RequestInit = {}): Promise<{ left: string } | { answer: Response }> {
    const { origin } = new URL(address)
    for (let [at, how] = [address, init]; ; how = {}) {
      const answer = await this.fetch(at, how)
      const to = answer.headers.get('location')
      if (to === null || answer.status < 300 || answer.status > 399) return { answer }
      at = new URL(to, at).href
      await answer.arrayBuffer()
      if (new URL(at).origin !== origin) return { left: at }
    }
  }
}
