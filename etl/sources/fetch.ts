import { existsSync } from 'node:fs'
import { ensureDataDir, ensureSourceFolders, type Config } from '../config.ts'
import { EtlError, UsageError } from '../errors.ts'
import { isDemo } from '../landing/demo.ts'
import { takeLock } from '../publish/lock.ts'
import type { Progress } from '../operation/progress.ts'
import { systemClock, type Clock } from './clock.ts'
import { readSources } from './declaration.ts'
import { logFetches, type SourceFetch } from './fetch-log.ts'
import { SourcePass } from './fetch-source.ts'
import type { Source } from './schema.ts'

/** Sources asked side by side; each sends one request at a time. */
const SIDE_BY_SIDE = 8

interface Options {
  runId: string | null
  progress: Progress
  clock?: Clock
  /** Breaks off: what has landed stays. */
  signal?: AbortSignal | undefined
}

/**
 * Asks every enabled source at the start of a run. Never throws: a source that fails, or a declaration that cannot be read,
 * is told, logged and found by the check; the run goes on with what is there.
 */
export async function fetchForRun(config: Config, options: Options): Promise<SourceFetch[]> {
  // A demo network has sources of its own making only.
  if (isDemo(config.controlDir)) return []
  if (!existsSync(config.sourcesFile) && !config.sourcesRequired) return []
  options.progress.step('asking sources')
  let fetches: SourceFetch[]
  try {
    const sources = readSources(config).filter((s) => s.enabled)
    if (sources.length === 0) return []
    fetches = await askAll(config, sources, options)
  } catch (error) {
    fetches = [undeclared(options, error)]
  }
  await logFetches(config.dataDir, fetches).catch(() =>
    options.progress.note('the outcome of the sources was not kept'),
  )
  for (const f of fetches)
    if (f.status !== 'complete') options.progress.note(`source ${f.source_id}: ${f.error_message}`)
  return fetches
}

/** `etl fetch [SOURCE]`: only fetches. One that is disabled can be asked by its name. Holds the lock of a run. */
export async function fetchOnly(
  config: Config,
  only: string | undefined,
  options: Omit<Options, 'runId'>,
): Promise<SourceFetch[]> {
  ensureSourceFolders(config)
  ensureDataDir(config.dataDir)
  const declared = readSources(config)
  const sources = declared.filter((s) => (only === undefined ? s.enabled : s.id === only))
  if (sources.length === 0) throw new UsageError(nothingToAsk(config, declared, only))
  const unlock = takeLock(config.dataDir)
  options.progress.step('asking sources')
  try {
    const fetches = await askAll(config, sources, { ...options, runId: null })
    await logFetches(config.dataDir, fetches)
    return fetches
  } finally {
    unlock()
  }
}

function nothingToAsk(config: Config, declared: Source[], only: string | undefined): string {
  if (declared.length === 0) return `no source is declared. Declare them in ${config.sourcesFile} (docs/sources.md).`
  const ids = declared.map((s) => s.id).join(', ')
  return only === undefined
    ? `no source is enabled. Declared: ${ids}.`
    : `there is no source "${only}". Declared: ${ids}.`
}

async function askAll(config: Config, sources: Source[], options: Options): Promise<SourceFetch[]> {
  const { progress, runId, clock = systemClock, signal } = options
  const fetches: SourceFetch[] = []
  const waiting = [...sources]
  let pages = 0
  // A run that is broken off says so by throwing from here: the passes end by the signal themselves.
  const tell = () => {
    if (!signal?.aborted) progress.detail(`${fetches.length} of ${sources.length} sources, ${pages} pages`)
  }
  const worker = async () => {
    for (let source = waiting.shift(); source && !signal?.aborted; source = waiting.shift()) {
      const pass = new SourcePass(config, source, clock, signal)
      fetches.push(
        await pass.run(runId, () => {
          pages++
          tell()
        }),
      )
      tell()
    }
  }
  await Promise.all(Array.from({ length: Math.min(SIDE_BY_SIDE, sources.length) }, worker))
  return fetches.sort((a, b) => (a.source_id < b.source_id ? -1 : 1))
}

function undeclared({ runId, clock = systemClock }: Options, error: unknown): SourceFetch {
  const at = new Date(clock.now()).toISOString()
  return {
    ...{ run_id: runId, source_id: '(declaration)', feed: null, center_code: null, status: 'failed' },
    ...{ requests: 0, pages: 0, files: 0, records: 0, bytes: 0, watermark_from: null, watermark_to: null },
    ...{ started_at: at, ended_at: at, error_code: error instanceof EtlError ? error.code : 'etl/unexpected' },
    error_message:
      error instanceof EtlError
        ? error.message
        : `SOURCES_FILE cannot be read (${(error as Error).name}). Mind its path and rights.`,
  }
}
