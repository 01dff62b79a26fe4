import { readFileSync } from 'node:fs'
import path from 'node:path'
import { ConfigError } from '../errors.ts'

/** The identity provider that people may sign in by, and who we are to it. */
export interface OidcConfig {
  issuer: URL
  clientId: string
  clientSecret: string
  /** What people type to come here: an origin. Addresses that the provider sends them back to begin with it. */
  publicUrl: string
  /** Which claims give which roles and centers: `mapping.ts`. */
  mappingFile: string
}

interface Environment {
  PUBLIC_URL?: string
  OIDC_ISSUER?: string
  OIDC_CLIENT_ID?: string
  OIDC_CLIENT_SECRET?: string
  OIDC_CLIENT_SECRET_FILE?: string
  OIDC_MAPPING?: string
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']

/** Codes and secrets travel in clear over http: only to this machine itself. */
export const isLoopback = ({ hostname }: URL): boolean => LOOPBACK.includes(hostname)

/** An address that is spoken to by TLS, or lies on this machine. @throws {ConfigError} */
function address(name: 'PUBLIC_URL' | 'OIDC_ISSUER', text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url))
  if (!url || !isSafe || url.username || url.search || url.hash) {
    throw new ConfigError(
      `${name} is "${text}": it must be an https address (http on this machine alone), without user, query or fragment. ` +
        'Mend it in the environment or .env.',
    )
  }
  return url
}

/** What is in a file of one line: as systemd and containers hand over secrets. @throws {ConfigError} without what is in it */
function secretOf({ OIDC_CLIENT_SECRET: text, OIDC_CLIENT_SECRET_FILE: file }: Environment): string {
  if (text !== undefined && file !== undefined) {
    throw new ConfigError('OIDC_CLIENT_SECRET and OIDC_CLIENT_SECRET_FILE are both set: unset one of them.')
  }
  if (file === undefined) {
    if (text !== undefined) return text
    throw new ConfigError(
      'OIDC_ISSUER is set and no secret is: set OIDC_CLIENT_SECRET_FILE (or OIDC_CLIENT_SECRET) to what the provider gave you.',
    )
  }
  try {
    const secret = readFileSync(file, 'utf8').trim()
    if (secret === '') throw Object.assign(new Error(), { code: 'empty' })
    return secret
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown error'
    throw new ConfigError(
      `OIDC_CLIENT_SECRET_FILE is "${file}": it cannot be read (${code}). Give this user read access, or name another file.`,
      { cause },
    )
  }
}

/** @returns null where no provider is named @throws {ConfigError} naming the variable; never with the secret */
export function readOidc(env: Environment, controlDir: string): OidcConfig | null {
  if (env.OIDC_ISSUER === undefined) return null
  const issuer = address('OIDC_ISSUER', env.OIDC_ISSUER)
  if (env.OIDC_CLIENT_ID === undefined) {
    throw new ConfigError('OIDC_ISSUER is set and OIDC_CLIENT_ID is not: set it to the id that the provider gave you.')
  }
  if (env.PUBLIC_URL === undefined) {
    throw new ConfigError(
      'OIDC_ISSUER is set and PUBLIC_URL is not: set it to what people type to come here, as https://isocenter.example.',
    )
  }
  const publicUrl = address('PUBLIC_URL', env.PUBLIC_URL)
  if (publicUrl.pathname !== '/') {
    throw new ConfigError(`PUBLIC_URL is "${env.PUBLIC_URL}": it must be an origin, without a path.`)
  }
  return {
    issuer,
    clientId: env.OIDC_CLIENT_ID,
    clientSecret: secretOf(env),
    publicUrl: publicUrl.origin,
    mappingFile: path.resolve(env.OIDC_MAPPING ?? path.join(controlDir, 'oidc.json')),
  }
}
