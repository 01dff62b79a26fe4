import { availableParallelism } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'

/** What the bench can measure, in this order. */
export const PARTS = ['backfill', 'night', 'scan', 'views', 'weight', 'console', 'people'] as const

export type Part = (typeof PARTS)[number]

export const HELP = `npm run bench -- [--exams 850000] [--centers N] [--days 365] [--seed 1] [--files day|month]
                 [--only backfill,night,scan,views,weight,console,people] [--views 200] [--people 200] [--memory 3GB] [--dir DIR]
                 [--keep] [--tenfold]

Makes a demo network of about that many exams and measures, each part against a floor or a second measurement of the
same run, never by the clock alone:

  backfill   DuckDB alone reading the files (the floor), and one run of the ETL over them
  night      one more night of every center onto that history, and the same night onto a tenth of it
  scan       finding that nothing is new: with and without the scan index, and reading every file again
  views      the data of every page over random filters, beside one pass of the engine over the judged exams
  weight     kilobytes and milliseconds of every page, with its figures known
  console    what analysts wait for: answers, replaced processes, exports beside DuckDB's own COPY
  people     how long pages take while so many people browse at once, also beside the heaviest statement and a new snapshot

Needs about 6 GB of disk per million exams. A part needs what the parts before it left in DIR.

  --centers  default: one for 2,800 exams, at most 300
  --files    one file for every feed, center and day (default) or month; the night needs days
  --only     some of the parts
  --views    random filters per view
  --people   people who browse at once
  --memory   ETL_MEMORY_LIMIT of the runs and of the floor
  --dir      where to work (default: a temporary folder); landing files found there are used again
  --tenfold  weight: also with every center ten times over; needs ten times the snapshot's disk
  --keep     leave the folder
`

export interface Options {
  exams: number
  centers: number
  days: number
  seed: number
  files: 'day' | 'month'
  only: Part[]
  views: number
  people: number
  memoryLimit: string
  threads: number
  dir: string | undefined
  keep: boolean
  /** Weighs the pages of a network with ten times the centers too. */
  tenfold: boolean
}

export class UsageError extends Error {}

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
        files: text('day'),
        only: text(PARTS.join(',')),
        views: text('200'),
        people: text('200'),
        memory: text('3GB'),
        dir: text(),
        keep: flag,
        tenfold: flag,
        help: { ...flag, short: 'h' },
      },
    }).values
  } catch (cause) {
    throw new UsageError(`${(cause as Error).message.split('. ')[0]}. See --help.`, { cause })
  }
}

function parts(text: string): Part[] {
  const named = text.split(',')
  const unknown = named.find((name) => !PARTS.includes(name as Part))
  if (unknown !== undefined)
    throw new UsageError(`--only names "${unknown}": the parts are ${PARTS.join(', ')}. See --help.`)
  return PARTS.filter((part) => named.includes(part))
}

/** Null: help was asked for. */
export function readOptions(args: string[]): Options | null {
  const values = parse(args)
  if (values.help) return null
  const exams = wholeNumber('exams', values.exams!)
  if (values.files !== 'month' && values.files !== 'day') {
    throw new UsageError(`--files is "${values.files}": it must be day or month.`)
  }
  return {
    exams,
    centers: values.centers ? wholeNumber('centers', values.centers) : Math.min(300, Math.ceil(exams / 2800)),
    days: wholeNumber('days', values.days!, 20),
    seed: wholeNumber('seed', values.seed!, 0),
    files: values.files,
    only: parts(values.only!),
    views: wholeNumber('views', values.views!),
    people: wholeNumber('people', values.people!),
    memoryLimit: values.memory!,
    threads: availableParallelism(),
    dir: values.dir && path.resolve(values.dir),
    keep: values.keep!,
    tenfold: values.tenfold!,
  }
}
