import { parseArgs } from 'node:util'
import { SqlUsageError } from './errors.ts'
import { DEFAULT_LIMITS, FORMATS, type Format } from './limits.ts'

const { screenRows: DEFAULT_ROWS, exportRows: MOST_ROWS, timeLimitMs: TIME_LIMIT_MS } = DEFAULT_LIMITS

const thousands = (n: number) => n.toLocaleString('en-US')

export const HELP = `npm run sql -- "SELECT …" [--format ${FORMATS.join('|')}] [--max-rows N]

Runs one SELECT or EXPLAIN on the current snapshot, read-only, for at most ${TIME_LIMIT_MS / 1000} seconds.

  --format    ${FORMATS.join(', ')} (default: table)
  --max-rows  default ${thousands(DEFAULT_ROWS)}, at most ${thousands(MOST_ROWS)}; a cut result says so on stderr
  --help      this text

"npm run --silent sql -- …" leaves only the result on stdout.
Tables and columns: "SELECT table_schema, table_name, column_name, data_type FROM information_schema.columns"
`

export type Arguments = { help: true } | { help: false; sql: string; format: Format; maxRows: number }

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        format: { type: 'string', default: 'table' },
        'max-rows': { type: 'string', default: String(DEFAULT_ROWS) },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
  } catch (cause) {
    const [line] = (cause as Error).message.split('. ')
    throw new SqlUsageError(`${line}. See: npm run sql -- --help`, { cause })
  }
}

/** @throws {SqlUsageError} one line that says what is wrong and what may stand there */
export function readArguments(args: string[]): Arguments {
  // A statement may begin with a comment, which looks like an option; no option holds a blank.
  const statements = args.filter((arg) => /^--?.*\s/s.test(arg) && !/^--(format|max-rows)=/.test(arg))
  const { values, positionals } = parse(args.filter((arg) => !statements.includes(arg)))
  if (values.help) return { help: true }
  const [sql, ...more] = [...positionals, ...statements]
  if (sql === undefined || sql.trim() === '') {
    throw new SqlUsageError('A statement is missing: npm run sql -- "SELECT count(*) FROM exam"')
  }
  if (more.length > 0) throw new SqlUsageError('One statement at a time: put it in quotes, as one argument.')
  const format = FORMATS.find((name) => name === values.format)
  if (!format) throw new SqlUsageError(`--format is "${values.format}": it must be ${FORMATS.join(', ')}.`)
  const maxRows = /^\d{1,9}$/.test(values['max-rows']) ? Number(values['max-rows']) : 0
  if (maxRows < 1 || maxRows > MOST_ROWS) {
    throw new SqlUsageError(`--max-rows is "${values['max-rows']}": it must be a whole number from 1 to ${MOST_ROWS}.`)
  }
  return { help: false, sql, format, maxRows }
}
