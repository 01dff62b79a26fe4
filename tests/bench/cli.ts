// `npm run bench`: how fast a network of a given size loads, and how fast its pages answer.
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { measureFloor, type FeedFloor, type Limits } from './floor.ts'
import { measure, measureLoad } from './load.ts'
import { loadReport, memoryReport, stepReport, viewReport } from './report.ts'
import { measureViews } from './views.ts'

const HELP = `npm run bench -- [--exams 850000] [--centers N] [--days 365] [--seed 1] [--files month|day]
                 [--views 200] [--dir DIR] [--keep]

Makes a demo network of about that many exams, measures DuckDB alone reading its files (the floor), one run of the ETL
over them, and the data of every page over random filters. Needs about 10 GB of disk per million exams.

  --centers  default: one for 2,800 exams, at most 300
  --files    one file for every center and month (default) or day
  --views    random filters per view
  --dir      where to work (default: a temporary folder); landing files found there are used again
  --keep     leave the folder
`

interface Options {
  exams: number
  centers: number
  days: number
  seed: number
  files: string
  views: number
  dir: string | undefined
  keep: boolean
}

class UsageError extends Error {}

function wholeNumber(name: string, text: string, least = 1): number {
  if (!/^\d{1,9}$/.test(text) || Number(text) < least) {
    throw new UsageError(`--${name} is "${text}": it must be a whole number from ${least}. See --help.`)
  }
  return Number(text)
}

function parse(args: string[]) {
  const text = (fallback?: string) => ({ type: 'string', default: fallback }) as const
  const flag = { type: 'boolean', default: false } as const
  try {
    return parseArgs({
      args,
      options: {
        exams: text('850000'),
        centers: text(),
        days: text('365'),
        seed: text('1'),
        files: text('month'),
        views: text('200'),
        dir: text(),
        keep: flag,
        help: { ...flag, short: 'h' },
      },
    }).values
  } catch (cause) {
    throw new UsageError(`${(cause as Error).message.split('. ')[0]}. See --help.`, { cause })
  }
}

function readOptions(args: string[]): Options | null {
  const values = parse(args)
  if (values.help) return null
  const exams = wholeNumber('exams', values.exams!)
  const centers = values.centers ? wholeNumber('centers', values.centers) : Math.min(300, Math.ceil(exams / 2800))
  if (values.files !== 'month' && values.files !== 'day') {
    throw new UsageError(`--files is "${values.files}": it must be month or day.`)
  }
  return {
    exams,
    centers,
    days: wholeNumber('days', values.days!),
    seed: wholeNumber('seed', values.seed!, 0),
    files: values.files,
    views: wholeNumber('views', values.views!),
    dir: values.dir && path.resolve(values.dir),
    keep: values.keep!,
  }
}

async function generate({ exams, centers, days, seed, files }: Options, landing: string): Promise<void> {
  if (existsSync(landing)) return console.log(`Using the landing files in ${landing}.`)
  console.log(`Making a network of ${centers} centers, ${days} days and about ${exams.toLocaleString('en-US')} exams.`)
  const figures = { exams, centers, days, seed, files }
  const args = Object.entries(figures).flatMap(([name, value]) => [`--${name}`, String(value)])
  const { seconds } = await measure('etl/demo/cli.ts', ['--out', landing, ...args])
  console.log(`Made in ${seconds.toFixed(1)} s.`)
}

/** Mean of two measurements of the floor, one on either side of the run: the machine may have changed its pace. */
function meanFloor(before: Map<string, FeedFloor>, after: Map<string, FeedFloor>): Map<string, FeedFloor> {
  return new Map(
    [...before].map(([feed, floor]) => [feed, { ...floor, seconds: (floor.seconds + after.get(feed)!.seconds) / 2 }]),
  )
}

async function bench(options: Options, dir: string): Promise<void> {
  const landing = path.join(dir, 'landing')
  const dataDir = path.join(dir, 'data')
  await generate(options, landing)
  const limits: Limits = { threads: availableParallelism(), memoryLimit: '2GB' }
  const floorOf = async (name: string) => {
    console.log('Measuring the floor.')
    const work = path.join(dir, name)
    const floors = await measureFloor(landing, work, limits)
    await rm(work, { recursive: true, force: true })
    return floors
  }
  const before = await floorOf('floor-1')
  console.log('Loading.')
  await rm(dataDir, { recursive: true, force: true })
  const environment = { ETL_THREADS: String(limits.threads), ETL_MEMORY_LIMIT: limits.memoryLimit }
  const load = await measureLoad(landing, dataDir, environment)
  const floors = meanFloor(before, await floorOf('floor-2'))
  console.log(`\n${loadReport(floors, load)}\n\n${stepReport(load)}\n\n${memoryReport(load)}\n`)
  const views = await measureViews(dataDir, options.views, (view) => console.log(`Asking ${view}.`))
  console.log(`\n${viewReport(views)}`)
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2))
  if (!options) return void process.stdout.write(HELP)
  if (options.dir) await mkdir(options.dir, { recursive: true })
  const dir = options.dir ?? (await mkdtemp(path.join(tmpdir(), 'isocenter-bench-')))
  try {
    await bench(options, dir)
  } finally {
    if (options.keep || options.dir) console.log(`\nLeft in ${dir}.`)
    else await rm(dir, { recursive: true, force: true })
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof UsageError ? error.message : error)
  process.exitCode = error instanceof UsageError ? 2 : 1
})
