import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import cron from 'node-cron'
import { z } from 'zod'
import { SOURCES_NAME } from './contracts/index.ts'
import { UsageError } from './errors.ts'
import { UNPACKED_MOST_MB, UNPACKED_MOST_RATIO } from './landing/limits.ts'
import type { UnpackLimits } from './landing/unpack.ts'

const timeZone = z.string().refine((zone) => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }))
  } catch {
    return false
  }
}, 'must be an IANA time zone such as Asia/Shanghai')

const MEGABYTES = { MB: 1, GB: 1000 }
const LEAST_MEMORY_MB = 256
const MOST_MEMORY_MB = 16_000_000

const memory = z
  .string()
  .regex(/^\d{1,9}(MB|GB)$/, 'must be a size such as 2GB or 1500MB')
  .refine((size) => {
    const megabytes = parseInt(size) * MEGABYTES[size.slice(-2) as keyof typeof MEGABYTES]
    return megabytes >= LEAST_MEMORY_MB && megabytes <= MOST_MEMORY_MB
  }, `must be at least ${LEAST_MEMORY_MB}MB, and less than a machine can have`)

/** Environment of the ETL. The only place under `etl/` that reads it; `.env.example` describes every variable. */
const environmentSchema = z.object({
  LANDING_DIR: z.string().min(1).default('data/landing'),
  CONTROL_DIR: z.string().min(1).optional(),
  // The engine takes what follows a question mark for options of a database.
  DATA_DIR: z
    .string()
    .min(1)
    .regex(/^[^?]*$/, 'must be a path without a question mark')
    .default('data'),
  SOURCES_FILE: z.string().min(1).optional(),
  PSEUDONYM_KEY: z.string().min(16, 'must have at least 16 characters; leave it unset to have one made').optional(),
  ETL_CRON: z
    .string()
    .refine((expression) => cron.validate(expression), 'must be a cron expression such as "0 2 * * *"')
    .default('0 2 * * *'),
  ETL_TIME_ZONE: timeZone.default('Asia/Shanghai'),
  ETL_MEMORY_LIMIT: memory.default('2GB'),
  ETL_THREADS: z.coerce.number().int().min(1).max(64).default(availableParallelism()),
  UNPACKED_MOST_MB: z.coerce.number().int().min(1).max(2000).default(UNPACKED_MOST_MB),
  UNPACKED_MOST_RATIO: z.coerce.number().int().min(10).max(100_000).default(UNPACKED_MOST_RATIO),
  SNAPSHOTS_KEPT: z.coerce.number().int().min(1).max(1000).default(7),
})

export interface Config {
  landingDir: string
  /** Where what steers the program stands: sources, profiles, reference data. The landing folder unless it has one of its own. */
  controlDir: string
  dataDir: string
  /** Declares the HTTP sources. */
  sourcesFile: string
  /** Whether somebody named the file: then it must be there. */
  sourcesRequired: boolean
  pseudonymKey: string | undefined
  cron: string
  timeZone: string
  memoryLimit: string
  threads: number
  /** How far a packed file may expand. */
  unpackLimits: UnpackLimits
  snapshotsKept: number
}

/** Validated configuration; a wrong variable is a UsageError of one line that names it and says how to mend it. */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  // An empty variable is how shells and compose files say "not set".
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = environmentSchema.safeParse(given)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!
    throw new UsageError(`${issue.path.join('.')}: ${issue.message}. Mend the variable or unset it for its default.`)
  }
  const e = parsed.data
  const landingDir = resolve(e.LANDING_DIR)
  const controlDir = controlFolder(landingDir, e.CONTROL_DIR)
  return {
    landingDir,
    controlDir,
    dataDir: resolve(e.DATA_DIR),
    sourcesFile: sourcesFile(landingDir, controlDir, e.SOURCES_FILE),
    sourcesRequired: e.SOURCES_FILE !== undefined,
    pseudonymKey: e.PSEUDONYM_KEY,
    cron: e.ETL_CRON,
    timeZone: e.ETL_TIME_ZONE,
    memoryLimit: e.ETL_MEMORY_LIMIT,
    threads: e.ETL_THREADS,
    unpackLimits: { mostBytes: e.UNPACKED_MOST_MB * 1_000_000, mostRatio: e.UNPACKED_MOST_RATIO },
    snapshotsKept: e.SNAPSHOTS_KEPT,
  }
}

/** Itself the landing folder, or outside of it: a folder in it would be a feed. */
function controlFolder(landingDir: string, named: string | undefined): string {
  const folder = named === undefined ? landingDir : resolve(named)
  if (folder === landingDir || relative(landingDir, folder).startsWith('..')) return folder
  throw new UsageError(`CONTROL_DIR: ${folder} lies among the landed files. Name a folder outside of LANDING_DIR.`)
}

/** Beside the feeds only under the one name that is no landed data. */
function sourcesFile(landingDir: string, controlDir: string, named: string | undefined): string {
  const usual = join(controlDir, SOURCES_NAME)
  const file = named === undefined ? usual : resolve(named)
  if (file !== usual && !relative(landingDir, file).startsWith('..')) {
    throw new UsageError(
      `SOURCES_FILE: ${file} lies among the landed files. Put it outside LANDING_DIR, or name it ${SOURCES_NAME} in CONTROL_DIR.`,
    )
  }
  return file
}

/** A secret that a source names. Names begin with SOURCE_, so that no declaration can ask for another setting. */
export function readSecret(name: string, env: Record<string, string | undefined> = process.env): string | undefined {
  return name.startsWith('SOURCE_') ? env[name] : undefined
}

/**
 * Variable that names the hosts to which a secret may go: the last word of the secret's own name replaced by HOST, as
 * SOURCE_C001_HOST for SOURCE_C001_TOKEN; SOURCE_KEY_HOST for SOURCE_KEY, which has only one.
 */
export function hostVariable(secret: string): string {
  return /^SOURCE_.+_/.test(secret) ? secret.replace(/_[^_]*$/, '_HOST') : `${secret}_HOST`
}

/** Hosts to which a secret may go, in lower case, with a port where only that one is meant; none where nobody has said. */
export function readSecretHosts(secret: string, env: Record<string, string | undefined> = process.env): string[] {
  return (env[hostVariable(secret)] ?? '')
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
}

/**
 * A folder that is not there is a mistyped or unmounted one, not an empty network, nor one without reference data: a UsageError.
 */
export function ensureSourceFolders({ landingDir, controlDir }: Pick<Config, 'landingDir' | 'controlDir'>): void {
  if (!isFolder(landingDir))
    throw new UsageError(
      `LANDING_DIR: there is no folder ${landingDir}. Mount or make it, or set LANDING_DIR to where feeds arrive. What is published stays.`,
    )
  if (!isFolder(controlDir))
    throw new UsageError(
      `CONTROL_DIR: there is no folder ${controlDir}. Mount or make it, or set CONTROL_DIR to where reference/ and profiles/ stand. What is published stays.`,
    )
}

const isFolder = (folder: string) => statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false

/** Makes the data folder, its owner's alone; one that cannot be written is a UsageError. */
export function ensureDataDir(dataDir: string): void {
  try {
    makeFolder(dataDir)
    accessSync(dataDir, constants.W_OK | constants.X_OK)
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code ?? 'error'
    throw new UsageError(
      `DATA_DIR: cannot write to ${dataDir} (${why}). Give this user write access or set DATA_DIR to another folder.`,
    )
  }
}

/** Step by step: the recursive mkdir of Node 20 never returns below /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder) && statSync(folder).isDirectory()) return
  if (dirname(folder) !== folder) makeFolder(dirname(folder))
  mkdirSync(folder, { mode: 0o700 })
}
