// `npm run audit -- verify`, `npm run audit -- prune --days N`: the trail, checked and kept short, from the terminal.
import { openAppDatabase } from '../app-db/database.ts'
import { ensureWritable, readConfig } from '../config.ts'
import { AppError, ConfigError } from '../errors.ts'
import { audit } from './audit.ts'
import { keepHeadAt, readHead } from './head.ts'
import { pruneEntries, verifyChain, type Broken } from './verify.ts'

const USAGE =
  'There are: npm run audit -- verify, and npm run audit -- prune --days N (older entries go, the rest stays verifiable).'

const REASONS: Record<Broken, string> = {
  changed: 'was changed after it was written',
  missing: 'is missing',
  does_not_follow: 'does not follow the one before it',
  cut_off: 'and what follows were taken from the end',
  rewritten: 'is not the one that the head outside the database names: the chain was written anew',
}

type Command = { name: 'verify' } | { name: 'prune'; days: number }

function commandOf(args: string[]): Command {
  if (args.length === 1 && args[0] === 'verify') return { name: 'verify' }
  const days = args[2] ?? ''
  if (args.length === 3 && args[0] === 'prune' && args[1] === '--days' && /^[1-9]\d{0,4}$/.test(days))
    return { name: 'prune', days: Number(days) }
  throw new ConfigError(USAGE)
}

/** @returns the status to end with: 0 sound, 1 broken */
export async function runAudit(args: string[], env: Record<string, string | undefined>): Promise<number> {
  const command = commandOf(args)
  const config = readConfig(env)
  await ensureWritable(config.dataDir)
  const db = await openAppDatabase(config.dataDir, { url: config.appDatabaseUrl })
  keepHeadAt(db, config.auditHeadFile)
  try {
    if (command.name === 'prune') {
      const before = new Date(Date.now() - command.days * 86_400_000).toISOString()
      const gone = await pruneEntries(db, before, (detail) => audit(db, { kind: 'audit_pruned', detail }))
      console.log(`${gone} entries from before ${before} were taken from the trail.`)
    }
    const head = await readHead(config.auditHeadFile)
    if (!head) console.log(`There is no ${config.auditHeadFile}: entries taken from the end would not be noticed.`)
    const verdict = await verifyChain(db, head)
    if (verdict.sound) {
      console.log(`The audit trail is sound: ${verdict.entries} entries, ${verdict.first} to ${verdict.last}.`)
      return 0
    }
    console.log(`The audit trail is broken: entry ${verdict.seq} ${REASONS[verdict.reason]}.`)
    return 1
  } finally {
    await db.destroy()
  }
}

if (process.argv[1]?.endsWith('audit/cli.ts')) {
  process.umask(0o077)
  runAudit(process.argv.slice(2), process.env)
    .then((status) => (process.exitCode = status))
    .catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error
      process.stderr.write(`${error.message}\n`)
      process.exitCode = 2
    })
}
