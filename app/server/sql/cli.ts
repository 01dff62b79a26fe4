// `npm run sql`: a query against the current snapshot.
import path from 'node:path'
import { readConfig } from '../config.ts'
import { AppError, ConfigError } from '../errors.ts'
import { QueryError } from '#queries/errors.ts'
import { HELP, readArguments } from './arguments.ts'
import { SqlUsageError } from './errors.ts'
import { runSql } from './run-sql.ts'

async function main(): Promise<void> {
  process.umask(0o077)
  const args = readArguments(process.argv.slice(2))
  if (args.help) return void process.stdout.write(HELP)
  const { dataDir, sql: limits } = readConfig(process.env)
  const { rows, truncated } = await runSql(
    { ...args, limits, dataDirs: [dataDir, path.join(dataDir, 'demo')] },
    process.stdout,
  )
  if (truncated) {
    console.error(`Cut after ${rows.toLocaleString('en-US')} rows: there are more. Ask for more with --max-rows N.`)
  }
}

// Who reads only the beginning, as `head` does, is content.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

try {
  await main()
} catch (error) {
  if (!(error instanceof AppError || error instanceof QueryError)) throw error
  console.error(error.message)
  process.exitCode = error instanceof SqlUsageError || error instanceof ConfigError ? 2 : 1
}
