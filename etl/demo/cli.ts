import { parseArgs } from 'node:util'
import { UsageError } from '../errors.ts'
import { DEFAULT_DEMO, generateDemo, type DemoOptions, type DemoProgress, type DemoSummary } from './generate.ts'
import { EXAMS_PER_CENTER_DAY } from './options.ts'

const HELP = `npm run demo -- --out DIR [options]

Writes the landing files of a synthetic imaging-center network to DIR. The same arguments write the same bytes.

  --out DIR        folder for the files; new, empty, or made by the same arguments
  --centers N      number of centers (${DEFAULT_DEMO.centers})
  --days N         days of business (${DEFAULT_DEMO.days})
  --seed N         another number makes another network (${DEFAULT_DEMO.seed})
  --end DATE       last day of business (${DEFAULT_DEMO.end})
  --exams N        about how many exams in all (${EXAMS_PER_CENTER_DAY} for every center and day)
  --files UNIT     day: one file for every feed, center and day; month: one for every month (${DEFAULT_DEMO.files})
  --help           this text

docs/demo-network.md lists what is planted in the data and where it can be seen.
`

function readArguments(args: string[]): (Partial<DemoOptions> & { out: string }) | 'help' {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args,
    options: {
      out: text,
      centers: text,
      days: text,
      seed: text,
      end: text,
      exams: text,
      files: text,
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) return 'help'
  if (values.out === undefined)
    throw new UsageError('--out is missing: name the folder for the landing files, such as --out data/demo')
  return {
    out: values.out,
    centers: number('--centers', values.centers),
    days: number('--days', values.days),
    seed: number('--seed', values.seed),
    end: values.end,
    exams: number('--exams', values.exams),
    files: values.files as DemoOptions['files'] | undefined,
  }
}

function number(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  if (!/^\d{1,15}$/.test(value)) throw new UsageError(`${name}: ${value} is not a whole number`)
  return Number(value)
}

/** A line that moves on a terminal; elsewhere one line for every tenth of the way. */
function reporter(): (progress: DemoProgress) => void {
  const { stderr } = process
  let tenths = 0
  return ({ centersDone, centers, rows }) => {
    const line = `center ${centersDone} of ${centers}, ${rows.toLocaleString('en-US')} rows`
    if (stderr.isTTY) return void stderr.write(`\r${line}${centersDone === centers ? '\n' : ''}`)
    if (Math.floor((centersDone / centers) * 10) === tenths) return
    tenths = Math.floor((centersDone / centers) * 10)
    stderr.write(`${line}\n`)
  }
}

function describe(summary: DemoSummary, seconds: number): string {
  const rows = Object.values(summary.rows).reduce((a, b) => a + b, 0)
  const count = (n: number) => n.toLocaleString('en-US')
  const head =
    `${count(summary.exams)} exams of ${summary.centers} centers on ${summary.days} days: ${count(rows)} rows in ` +
    `${count(summary.files)} files, ${Math.round(summary.bytes / 1e6)} MB, ${seconds.toFixed(1)} s\nwritten to ${summary.out}\n`
  const stories = summary.stories.map(
    (s) => `  ${s.id}: ${s.scanner ?? s.center ?? 'network'}, from ${s.from} (${s.view})\n`,
  )
  return `${head}planted (docs/demo-network.md):\n${stories.join('') || '  nothing; a longer demo has more to show\n'}`
}

async function main(): Promise<void> {
  process.umask(0o077)
  const given = readArguments(process.argv.slice(2))
  if (given === 'help') return void process.stdout.write(HELP)
  const began = performance.now()
  const summary = await generateDemo(given, reporter())
  process.stdout.write(describe(summary, (performance.now() - began) / 1000))
}

main().catch((error: unknown) => {
  const wrongUsage =
    error instanceof UsageError || String((error as { code?: string }).code).startsWith('ERR_PARSE_ARGS')
  const message = error instanceof Error ? error.message.split('\n')[0]! : String(error)
  process.stderr.write(`demo: ${message}${wrongUsage ? ' (see --help)' : ''}\n`)
  process.exitCode = wrongUsage ? 2 : 1
})
