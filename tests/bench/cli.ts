// `npm run bench`: how fast a network of a given size loads, how long a night takes, and how fast its pages answer.
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { makeNetwork, places, type Places } from './network.ts'
import { HELP, readOptions, UsageError, type Options, type Part } from './options.ts'
import { backfill } from './parts/backfill.ts'
import { sqlConsole } from './parts/console.ts'
import { night } from './parts/night.ts'
import { people } from './parts/people.ts'
import { scan } from './parts/scan.ts'
import { views } from './parts/views.ts'
import { weight } from './parts/weight.ts'

const PART: Record<Part, (options: Options, places: Places) => Promise<void>> = {
  backfill,
  night,
  scan,
  views,
  weight,
  console: sqlConsole,
  people,
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2))
  if (!options) return void process.stdout.write(HELP)
  if (options.dir) await mkdir(options.dir, { recursive: true })
  const dir = options.dir ?? (await mkdtemp(path.join(tmpdir(), 'isocenter-bench-')))
  try {
    await makeNetwork(options, places(dir))
    for (const part of options.only) await PART[part](options, places(dir))
  } finally {
    if (options.keep || options.dir) console.log(`\nLeft in ${dir}.`)
    else await rm(dir, { recursive: true, force: true })
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof UsageError ? error.message : error)
  process.exitCode = error instanceof UsageError ? 2 : 1
})
