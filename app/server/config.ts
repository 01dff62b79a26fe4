import { constants } from 'node:fs'
import { access, mkdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { ROLES, type Role } from '../access.ts'
import { ConfigError } from './errors.ts'
import { readOidc, type OidcConfig } from './oidc/config.ts'
import type { SandboxLimits } from './sql/limits.ts'

const wholeNumber = (min: number, max: number, fallback: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((n) => n >= min && n <= max, `must be a whole number from ${min} to ${max}`)
    .default(fallback)

/** Address of a PostgreSQL database; what is wrong with it is said without it. */
const DatabaseUrl = z.string().refine((text) => {
  const url = URL.canParse(text) ? new URL(text) : null
  return url !== null && /^postgres(ql)?:$/.test(url.protocol) && url.pathname.length > 1
}, 'must be postgresql://user:password@host:5432/database, signs like @ and / in the password as %40 and %2F')

/** Variables whose value is never shown. */
const SECRET = new Set(['APP_DATABASE_URL'])

const Environment = z.object({
  NODE_ENV: z
    .enum(['production', 'development', 'test'], 'must be production, development or test')
    .default('production'),
  PORT: wholeNumber(0, 65_535, 3000),
  HOST: z.string().default('127.0.0.1'),
  DATA_DIR: z.string().default('data'),
  APP_DATABASE_URL: DatabaseUrl.optional(),
  LANDING_DIR: z.string().default('data/landing'),
  CONTROL_DIR: z.string().optional(),
  SESSION_IDLE_MINUTES: wholeNumber(1, 43_200, 480),
  SESSION_MAX_HOURS: wholeNumber(1, 8_760, 72),
  SIGN_IN_ATTEMPTS: wholeNumber(1, 10_000, 10),
  TRUST_PROXY: wholeNumber(0, 10, 0),
  SQL_PROCESSES: wholeNumber(1, 64, 2),
  SQL_TIME_LIMIT_SECONDS: wholeNumber(1, 3_600, 30),
  SQL_MEMORY_MB: wholeNumber(256, 262_144, 1024),
  SQL_SCREEN_ROWS: wholeNumber(1, 100_000, 10_000),
  SQL_EXPORT_ROWS: wholeNumber(1, 100_000_000, 1_000_000),
  SQL_EXPORT_MB: wholeNumber(1, 65_536, 256),
  SQL_WAITING: wholeNumber(0, 100, 3),
  SQL_THREADS: wholeNumber(1, 64, 2),
  SQL_USER_ID: wholeNumber(1, 4_294_967_294, 65_534),
  FIRST_ACCOUNTS: z.enum(['auto', 'administrator', 'roles'], 'must be auto, administrator or roles').default('auto'),
  AUDIT_HEAD_FILE: z.string().optional(),
  SECOND_FACTOR_ROLES: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter(Boolean))
    .pipe(z.array(z.enum(ROLES, `must name roles: ${ROLES.join(', ')}`)))
    .default([]),
  PUBLIC_URL: z.string().optional(),
  OIDC_ISSUER: z.string().optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_CLIENT_SECRET_FILE: z.string().optional(),
  OIDC_MAPPING: z.string().optional(),
  PASSWORD_ACCOUNTS: z
    .string()
    .transform((text) =>
      text
        .toLowerCase()
        .split(/[\s,]+/)
        .filter(Boolean),
    )
    .optional(),
  CHROME_PATH: z.string().optional(),
  METRICS_PORT: wholeNumber(0, 65_535, 0),
  METRICS_HOST: z.string().default('127.0.0.1'),
  LOG_LEVEL: z.enum(['silent', 'error', 'info'], 'must be silent, error or info').default('info'),
})

/** What the web server reads from the environment, checked; paths are absolute. */
export interface Config {
  mode: 'production' | 'development' | 'test'
  port: number
  host: string
  dataDir: string
  /** The PostgreSQL database that holds the application's state, with its password; null: `app.db` in the data folder. */
  appDatabaseUrl: string | null
  /** Where what steers the program stands; of it the server reads source profiles only. */
  controlDir: string
  sessionIdleMinutes: number
  sessionMaxHours: number
  /** Failed sign-ins of one user name from one address within 15 minutes before the next is refused. */
  signInAttempts: number
  /** Reverse proxies in front, whose X-Forwarded-For and -Proto are believed. */
  trustProxy: number
  /** What analysts' SQL may use. */
  sql: SandboxLimits
  /** What the first start makes: one administrator, or an account of each role; auto: the latter for demo data only. */
  firstAccounts: 'auto' | 'administrator' | 'roles'
  /** Roles that see nothing without a second factor. */
  secondFactorRoles: readonly Role[]
  /** Signing in by an identity provider; null where none is named. */
  oidc: OidcConfig | null
  /** Accounts that may still sign in by a password, for the day on which the provider is away; null: everybody may. */
  passwordAccounts: readonly string[] | null
  /** Where the end of the audit trail is kept, outside its database. */
  auditHeadFile: string
  /** The Chromium that makes PDF of pages; null: nobody gets one. */
  chromePath: string | null
  /** Where Prometheus reads figures; port 0: nowhere. */
  metrics: { port: number; host: string }
  logLevel: 'silent' | 'error' | 'info'
}

/** @throws {ConfigError} naming the variable, what it holds and what it must hold. An empty variable counts as unset. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()))
  const parsed = Environment.safeParse(given)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const name = String(issue?.path[0])
    throw new ConfigError(
      `${name} ${SECRET.has(name) ? 'cannot be used' : `is "${environment[name]}"`}: it ${issue?.message}. Mend it in the environment or .env.`,
    )
  }
  const env = parsed.data
  const controlDir = path.resolve(env.CONTROL_DIR ?? env.LANDING_DIR)
  const oidc = readOidc(env, controlDir)
  if (env.PASSWORD_ACCOUNTS && !oidc) {
    throw new ConfigError(
      'PASSWORD_ACCOUNTS is set and OIDC_ISSUER is not: nobody else could sign in. Name the provider, or unset it.',
    )
  }
  return {
    mode: env.NODE_ENV,
    port: env.PORT,
    host: env.HOST,
    dataDir: path.resolve(env.DATA_DIR),
    appDatabaseUrl: env.APP_DATABASE_URL ?? null,
    controlDir,
    sessionIdleMinutes: env.SESSION_IDLE_MINUTES,
    sessionMaxHours: env.SESSION_MAX_HOURS,
    signInAttempts: env.SIGN_IN_ATTEMPTS,
    trustProxy: env.TRUST_PROXY,
    sql: {
      processes: env.SQL_PROCESSES,
      timeLimitMs: env.SQL_TIME_LIMIT_SECONDS * 1000,
      memoryMb: env.SQL_MEMORY_MB,
      screenRows: env.SQL_SCREEN_ROWS,
      exportRows: env.SQL_EXPORT_ROWS,
      exportBytes: env.SQL_EXPORT_MB * 1024 * 1024,
      waitingPerPerson: env.SQL_WAITING,
      threads: env.SQL_THREADS,
      userId: env.SQL_USER_ID,
    },
    firstAccounts: env.FIRST_ACCOUNTS,
    secondFactorRoles: env.SECOND_FACTOR_ROLES,
    oidc,
    passwordAccounts: env.PASSWORD_ACCOUNTS ?? null,
    auditHeadFile: path.resolve(env.AUDIT_HEAD_FILE ?? path.join(env.DATA_DIR, 'audit-head.json')),
    chromePath: env.CHROME_PATH ?? null,
    metrics: { port: env.METRICS_PORT, host: env.METRICS_HOST },
    logLevel: env.LOG_LEVEL,
  }
}

/**
 * Makes a folder and those above it. Not by mkdir's `recursive`, which never returns where the parent is there and yet
 * says that it is not, as /proc does.
 */
async function makeFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return null
    throw cause
  })
  if (found) {
    if (!found.isDirectory()) throw Object.assign(new Error(`${folder} is no folder`), { code: 'ENOTDIR' })
    return
  }
  const parent = path.dirname(folder)
  if (parent !== folder) await makeFolder(parent)
  await mkdir(folder, { mode: 0o700 })
}

/** Makes the data folder, readable by its owner only. @throws {ConfigError} where it cannot be written. */
export async function ensureWritable(dataDir: string): Promise<void> {
  try {
    await makeFolder(dataDir)
    await access(dataDir, constants.W_OK | constants.X_OK)
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown error'
    throw new ConfigError(
      `DATA_DIR is "${dataDir}": it cannot be written (${code}). Give this user the right to, or name another folder.`,
      { cause },
    )
  }
}
