import { parseArgs } from 'node:util'
import { ensureDataDir, readConfig, type Config } from './config.ts'
import { EtlError, UsageError } from './errors.ts'
import { consoleProgress, silentProgress } from './run/progress.ts'
import { rollback } from './run/rollback.ts'
import { run, type RunResult } from './run/run.ts'
import { schedule } from './run/schedule.ts'
import { status } from './run/status.ts'

const USAGE = `npm run etl                          one run now: load what is new under LANDING_DIR, publish a snapshot
npm run etl -- rebuild               make the whole warehouse again from the retained history
npm run etl -- status                last runs, current snapshot, freshness and open problems per feed
npm run etl -- schedule              run nightly (ETL_CRON in ETL_TIME_ZONE) until stopped
npm run etl -- rollback <snapshot>   serve a retained snapshot until the next run publishes a new one

Options
  --json           print the run as one JSON object on the last line
  --allow-shrink   publish although a fact table has fewer than 90 % of its rows
  --full-scan      read every landed file again, also where size, times and inode are as they were
  --help           this text

Environment: LANDING_DIR, DATA_DIR, PSEUDONYM_KEY, ETL_CRON, ETL_TIME_ZONE, ETL_MEMORY_LIMIT, ETL_THREADS, SNAPSHOTS_KEPT;
see .env.example. Exit status: 0 a snapshot is current, 1 the run failed and the previous snapshot stays, 2 wrong usage.`

const COMMANDS = ['run', 'rebuild', 'status', 'schedule', 'rollback'] as const

interface Call {
  command: (typeof COMMANDS)[number]
  argument: string | undefined
  json: boolean
  allowShrink: boolean
  fullScan: boolean
}

function readCall(args: string[]): Call | null {
  let parsed
  try {
    parsed = parseArgs({
      args,
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        'allow-shrink': { type: 'boolean' },
        'full-scan': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('\n')[0]}. See npm run etl -- --help.`)
  }
  if (parsed.values.help) return null
  const [command = 'run', argument, ...rest] = parsed.positionals
  const known = COMMANDS.find((c) => c === command)
  if (!known)
    throw new UsageError(
      `unknown command "${command}". Commands: ${COMMANDS.slice(1).join(', ')}; see npm run etl -- --help.`,
    )
  if (rest.length > 0 || (argument !== undefined && known !== 'rollback')) {
    throw new UsageError(`"${rest[0] ?? argument}" is one argument too many. See npm run etl -- --help.`)
  }
  if (known === 'rollback' && !argument) {
    throw new UsageError('rollback needs the id of a retained snapshot. npm run etl -- status lists them.')
  }
  return {
    command: known,
    argument,
    json: parsed.values.json ?? false,
    allowShrink: parsed.values['allow-shrink'] ?? false,
    fullScan: parsed.values['full-scan'] ?? false,
  }
}

async function runOnce(config: Config, call: Call): Promise<void> {
  const progress = call.json ? silentProgress : consoleProgress(process.stderr)
  const result = await run(config, {
    rebuild: call.command === 'rebuild',
    allowShrink: call.allowShrink,
    fullScan: call.fullScan,
    progress,
  })
  progress.end()
  if (call.json) console.log(JSON.stringify(result))
  else console.log(sentence(result))
}

function sentence(r: RunResult): string {
  if (r.status === 'nothing_new') return `Nothing new. Snapshot ${r.snapshot_id} is current.`
  const seconds = ((Date.parse(r.ended_at) - Date.parse(r.started_at)) / 1000).toFixed(1)
  return (
    `Published snapshot ${r.snapshot_id}: ${r.files_read} files, ${r.rows_read} rows read = ${r.rows_loaded} loaded + ` +
    `${r.rows_rejected} rejected + ${r.rows_superseded} superseded, ${seconds} s.`
  )
}

async function main(): Promise<void> {
  const call = readCall(process.argv.slice(2))
  if (!call) return void console.log(USAGE)
  const config = readConfig()
  if (call.command === 'status') {
    ensureDataDir(config.dataDir)
    console.log(await status(config, call.json))
  } else if (call.command === 'rollback') {
    ensureDataDir(config.dataDir)
    console.log(await rollback(config, call.argument!))
  } else if (call.command === 'schedule') await schedule(config)
  else await runOnce(config, call)
}

/** One line for what was expected; the stack only for what was not. DuckDB's texts may hold a whole input line: they stay out. */
function report(error: unknown): number {
  if (error instanceof UsageError) {
    console.error(error.message)
    return 2
  }
  if (error instanceof EtlError || (error as { code?: string }).code?.startsWith('etl/')) {
    console.error((error as Error).message)
    return 1
  }
  console.error(`The run failed unexpectedly: ${safeText(error)}. The previous snapshot stays.`)
  return 1
}

/** First line of a message, without what DuckDB quotes of the data. */
function safeText(error: unknown): string {
  const [first = 'unknown'] = (error instanceof Error ? error.message : String(error)).split('\n')
  const where =
    error instanceof Error
      ? (error.stack
          ?.split('\n')
          .find((l) => l.includes('/etl/'))
          ?.trim() ?? '')
      : ''
  return `${first.replace(/(Original Line|Could not convert string|value).*/i, '$1 …').slice(0, 300)} ${where}`.trim()
}

main().catch((error: unknown) => {
  process.exitCode = report(error)
})
