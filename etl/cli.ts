import { parseArgs } from 'node:util'
import { ensureDataDir, readConfig, type Config } from './config.ts'
import { EtlError, safeText, UsageError } from './errors.ts'
import { assertCheckNames } from './checks/index.ts'
import { backup, type BackupOptions } from './keeping/backup.ts'
import { compact } from './keeping/compact.ts'
import { rollback } from './keeping/rollback.ts'
import { status } from './keeping/status.ts'
import { verdictText, verify } from './keeping/verify.ts'
import { openControlWarning } from './landing/open-control.ts'
import type { RunResult } from './operation/outcomes.ts'
import { consoleProgress, silentProgress } from './operation/progress.ts'
import { check, type CheckCall } from './profiles/check-command.ts'
import { explained } from './run/explain.ts'
import { run } from './run/run.ts'
import { schedule } from './schedule/schedule.ts'
import { fetchCommand } from './sources/command.ts'
import { readSources } from './sources/declaration.ts'

const USAGE = `npm run etl                          one run now: load what is new under LANDING_DIR, publish a snapshot
npm run etl -- rebuild               make the whole warehouse again from the retained history
npm run etl -- status                last runs, current snapshot, freshness and open problems per feed
npm run etl -- schedule              run nightly (ETL_CRON in ETL_TIME_ZONE) until stopped
npm run etl -- fetch [SOURCE]        ask the HTTP sources of SOURCES_FILE, or one of them, and load nothing
npm run etl -- check FILE            say what a run would make of a file, without loading or writing anything
npm run etl -- rollback <snapshot>   serve a retained snapshot until the next run publishes a new one
npm run etl -- verify                whether history, snapshots and pointer agree, byte for byte; exit status 1 if not
npm run etl -- compact               put few files in the place of history's many
npm run etl -- backup <folder>       copy history there, also while a run lasts; only what is new since the last time

Options
  --json           print the run or the verdict as one JSON object on the last line
  --with-key       backup: copy the key of the patient hash too (else keep it elsewhere)
  --with-snapshot  backup: copy the served snapshot too, so that a restored folder serves at once
  --allow-shrink   publish although a fact table has fewer than 90 % of its rows
  --allow CHECK    publish although this blocking check fails; may be repeated (names: ops.check, docs/operations.md)
  --forget-lost    rebuild: go on without runs whose records or files are lost or damaged, and load their files again
  --new-key        rebuild: forget the whole history and load every landed file again with another key of the patient hash
  --full-scan      read every landed file again, also where size, times and inode are as they were
  --no-fetch       do not ask the HTTP sources in this run
  --profile P      check: a profile's name under CONTROL_DIR/profiles, or its file
  --feed F         check: the feed, where the path does not tell
  --draft          check: print a profile to begin with instead
  --help           this text

Environment: LANDING_DIR, CONTROL_DIR, DATA_DIR, PSEUDONYM_KEY, ETL_CRON, ETL_TIME_ZONE, ETL_MEMORY_LIMIT, ETL_THREADS,
UNPACKED_MOST_MB, UNPACKED_MOST_RATIO, SNAPSHOTS_KEPT, SOURCES_FILE, and the secrets that it names with their hosts;
see .env.example. Exit status: 0 a snapshot is current, 1 the run failed and the previous snapshot stays, 2 wrong usage.
Of check: 0 every row is good, 1 there are problems, 2 wrong usage.`

const COMMANDS = [
  'run',
  'rebuild',
  'status',
  'schedule',
  'rollback',
  'verify',
  'compact',
  'backup',
  'fetch',
  'check',
] as const

/** What a command needs beside its name. */
const ARGUMENTS: Partial<Record<string, string>> = {
  check: 'a file: npm run etl -- check FILE [--profile P] [--feed F].',
  rollback: 'the id of a retained snapshot. npm run etl -- status lists them.',
  backup: 'a folder to copy to, outside of DATA_DIR.',
}

interface Call {
  command: (typeof COMMANDS)[number]
  argument: string | undefined
  json: boolean
  allowShrink: boolean
  allow: string[]
  fullScan: boolean
  check: Omit<CheckCall, 'file'>
  backup: BackupOptions
  noFetch: boolean
  forgetLost: boolean
  newKey: boolean
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
        allow: { type: 'string', multiple: true },
        'full-scan': { type: 'boolean' },
        profile: { type: 'string' },
        feed: { type: 'string' },
        draft: { type: 'boolean' },
        'with-key': { type: 'boolean' },
        'with-snapshot': { type: 'boolean' },
        'no-fetch': { type: 'boolean' },
        'forget-lost': { type: 'boolean' },
        'new-key': { type: 'boolean' },
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
  if (rest.length > 0 || (argument !== undefined && !ARGUMENTS[known] && known !== 'fetch')) {
    throw new UsageError(`"${rest[0] ?? argument}" is one argument too many. See npm run etl -- --help.`)
  }
  if (ARGUMENTS[known] && !argument) throw new UsageError(`${known} needs ${ARGUMENTS[known]}`)
  for (const option of ['forget-lost', 'new-key'] as const)
    if (parsed.values[option] && known !== 'rebuild')
      throw new UsageError(`--${option} goes with rebuild: npm run etl -- rebuild --${option}.`)
  const allow = parsed.values.allow ?? []
  assertCheckNames(allow)
  return {
    command: known,
    argument,
    json: parsed.values.json ?? false,
    allowShrink: parsed.values['allow-shrink'] ?? false,
    allow,
    fullScan: parsed.values['full-scan'] ?? false,
    check: {
      profile: parsed.values.profile,
      feed: parsed.values.feed,
      draft: parsed.values.draft ?? false,
      json: parsed.values.json ?? false,
    },
    backup: {
      withKey: parsed.values['with-key'] ?? false,
      withSnapshot: parsed.values['with-snapshot'] ?? false,
    },
    noFetch: parsed.values['no-fetch'] ?? false,
    forgetLost: parsed.values['forget-lost'] ?? false,
    newKey: parsed.values['new-key'] ?? false,
  }
}

async function runOnce(config: Config, call: Call): Promise<void> {
  const progress = call.json ? silentProgress : consoleProgress(process.stderr)
  const result = await run(config, {
    rebuild: call.command === 'rebuild',
    allowShrink: call.allowShrink,
    allow: call.allow,
    fullScan: call.fullScan,
    noFetch: call.noFetch,
    forgetLost: call.forgetLost,
    newKey: call.newKey,
    progress,
  })
  progress.end()
  if (call.json) console.log(JSON.stringify(result))
  else console.log(sentence(result))
}

function sentence(r: RunResult): string {
  const damaged = (r.damaged_snapshots ?? []).map((id) => `Snapshot ${id} was damaged and is served no more. `).join('')
  if (r.status === 'nothing_new') return `${damaged}Nothing new. Snapshot ${r.snapshot_id} is current.`
  const seconds = ((Date.parse(r.ended_at) - Date.parse(r.started_at)) / 1000).toFixed(1)
  return (
    `${damaged}Published snapshot ${r.snapshot_id}: ${r.files_read} files, ${r.rows_read} rows read = ${r.rows_loaded} loaded + ` +
    `${r.rows_rejected} rejected + ${r.rows_superseded} superseded, ${seconds} s.`
  )
}

/** Commands that keep what runs have made; each gives what to print. */
const KEEPING = {
  async verify(config: Config, { json }: Call): Promise<string> {
    const verdict = await verify(config)
    if (!verdict.ok) process.exitCode = 1
    return json ? JSON.stringify(verdict) : verdictText(verdict)
  },
  async compact(config: Config, { json }: Call): Promise<string> {
    const done = await compact(config)
    return json ? JSON.stringify(done) : `History has ${done.files_after} files; it had ${done.files_before}.`
  },
  async backup(config: Config, call: Call): Promise<string> {
    const done = await backup(config, call.argument!, call.backup)
    const text = `Backed up ${done.runs} runs: ${done.files_copied} files copied, ${done.files_kept} were there.`
    const key = call.backup.withKey || config.pseudonymKey ? '' : ' The key of the patient hash is not among them.'
    return call.json ? JSON.stringify(done) : text + key
  },
}

async function main(): Promise<void> {
  process.umask(0o077)
  const call = readCall(process.argv.slice(2))
  if (!call) return void console.log(USAGE)
  const config = readConfig()
  try {
    await perform(config, call)
  } catch (error) {
    throw explained(error, config.dataDir, `${call.command} was under way`)
  }
}

async function perform(config: Config, call: Call): Promise<void> {
  // Also of a folder that this user may only read.
  if (call.command === 'status') console.log(await status(config, call.json))
  else if (call.command === 'check') {
    process.exitCode = await check(config, { ...call.check, file: call.argument! }, (text) => console.log(text))
  } else if (call.command === 'rollback') {
    ensureDataDir(config.dataDir)
    console.log(await rollback(config, call.argument!))
  } else if (call.command === 'fetch') {
    if (!(await fetchCommand(checked(config), call.argument, call.json))) process.exitCode = 1
  } else if (call.command === 'schedule') await schedule(checked(config))
  else if (call.command in KEEPING) console.log(await KEEPING[call.command as keyof typeof KEEPING](config, call))
  else await runOnce(checked(config), call)
}

/** Says what is open that should not be. Sources declared wrongly end the command before anything is done; a scheduled run goes on without them. */
function checked(config: Config): Config {
  const warning = openControlWarning(config)
  if (warning) console.error(warning)
  readSources(config)
  return config
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
  console.error(`npm run etl failed: ${safeText(error)}. Nothing that was published is lost; run it again.`)
  return 1
}

main().catch((error: unknown) => {
  process.exitCode = report(error)
})
