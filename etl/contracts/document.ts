import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import * as reference from '../reference/tables.ts'
import {
  EARLIEST,
  FIRST_BIRTH_YEAR,
  MOST_CODE,
  MOST_HOURS,
  MOST_LINE_BYTES,
  type Column,
  type Condition,
  type Contract,
} from './contract.ts'
import { contracts } from './index.ts'

/** Writes docs/landing.md from the contracts; with `--check` only says whether it is up to date. */
const TARGET = resolve(import.meta.dirname, '../../docs/landing.md')

const PREFACE = `# What the landing folder takes

This page is written from the contracts in \`etl/contracts\` and \`etl/reference\` by \`npm run schema\`: change them, not it.

Files lie at \`<feed>/<any folders>/<name>\` and end in \`.csv\`, \`.ndjson\` or \`.parquet\`; CSV and NDJSON may be packed (\`.gz\`).
Names that begin with a dot are not data. Reference data and profiles may stand in a folder of their own (\`CONTROL_DIR\`). Text is UTF-8, with or without byte order mark, else GB18030.

- Only regular files are read; links, pipes and sockets are one line each in \`ops.source_file\`, with the reason. Where the folder below
  the feed bears a center's code, its rows must be that center's (\`wrong_center\`).
- Exports of another shape are mapped by a source profile: [profiles.md](profiles.md). \`npm run etl -- check FILE\` and the page
  \`/data/check\` say what a run would make of a file.
- **CSV** has a header row; the order of columns is free, names are compared without case, columns not named here are ignored. Lines end
  in LF, CRLF or CR alone. A further header line is no row: it is counted, and the rows behind it are read by it.
- **Text**: blanks around it, signs without width, byte order marks, NUL and a trailing ^Z are taken off; in CSV \`="…"\` and a leading
  apostrophe too.
- **Null** is an empty cell, \`NULL\` or \`\\N\` in CSV; null, \`""\` or an absent key in NDJSON.
- **Timestamps** are ISO 8601; without an offset they are the center's local time. **Dates** are \`2026-03-01\`, \`2026/03/01\` or
  \`20260301\`, **months** \`2026-03\`. **Amounts** are CNY with at most two decimals that are not zero; in CSV a yuan sign and thousands
  commas are tolerated. **Integers** may have a fraction of zeros. **Booleans** are true/false, 1/0 or Y/N.
- **Plausible**, else \`out_of_range\`: times and dates lie between ${EARLIEST} and two days after the run that reads them
  (\`scheduled_at\`: five years), an exam or a series lasts at most ${MOST_HOURS} hours, a year of birth lies between ${FIRST_BIRTH_YEAR} and the present. A
  number among \`parameters\` beyond ±1e15 is dropped and counted.
- **Codes and keys** that have lost digits are \`bad_type\`: \`2.02603E+15\`, \`2026030512345.0\`, sixteen digits with a point. Numbers of
  NDJSON are taken digit for digit; NaN and Infinity are no JSON.
- **Codes** consist of letters, digits and \`. _ - / : + # * ( ) & ~ |\`, without blanks; \`body_part\` begins with a letter and holds no
  long number, \`reported_findings\` is codes joined by \`;\`. A code has at most ${MOST_CODE} characters. Codes that the network or a maker
  gives out (not the keys that a center numbers itself) have not the form of a mobile telephone's or an identity card's number, and do
  not hold the row's own code of patient or staff. Anything else in them is \`bad_type\`: it could be a person. Keys of reference data
  keep to the same; one that does not stops the run with its line.
- **Corrections**: of rows with the same key the one with the latest \`updated_at\` counts. The same content is loaded once.
- **Rejects**: a row that breaks a rule is left out, alone, and kept in \`ops.reject\` with file, line, column and reason, and
  with its value where that is a code, a number, a date or a word of the field; of \`billing\` and \`costs\` no number is shown, since it may be an amount. Names of persons and long numbers in names of files are
  shown as a tag. The reasons, in the order in which they are judged: \`missing_value\`, \`bad_type\`, \`not_allowed\`, \`out_of_range\`, \`time_order\`,
  \`unknown_center\`, \`unknown_scanner\`, \`wrong_center\`; for lines that cannot be split or are longer than ${MOST_LINE_BYTES.toLocaleString('en')} bytes
  \`malformed\`; for whole files \`unreadable_file\`, \`missing_column\`, \`unknown_feed\`, and \`quarantined\` where a model cannot bear
  the file's rows: it is tried again when the file, its profile or the program changes.
`

const when = (c: Condition) => `${c.column} ${c.in.join(', ')}`

function needed(c: Column): string {
  if (c.required) return 'yes'
  return c.requiredWhen ? `when ${when(c.requiredWhen)}` : ''
}

function note(c: Column): string {
  const notes = []
  if (c.allowed) notes.push(c.allowed.map((v) => `\`${v}\``).join(' '))
  if (c.min !== undefined) notes.push(c.max === undefined ? `≥ ${c.min}` : `${c.min}…${c.max}`)
  if (c.isBirthYear) notes.push(`from ${FIRST_BIRTH_YEAR} to the present`)
  if (c.daysAhead) notes.push('up to five years ahead')
  if (c.default) notes.push(`null = \`${c.default}\``)
  if (c.hashedAs) notes.push(`leaves the loader only as \`${c.hashedAs}\``)
  if (c.droppedWhen) notes.push(`dropped when ${when(c.droppedWhen)}`)
  if (c.masksNumbers) notes.push('long numbers in it are masked')
  if (c.unpublished) notes.push('not published')
  return notes.join('; ')
}

function feedSection(contract: Contract): string {
  const rows = contract.columns.map((c) => `| ${c.name} | ${c.type} | ${needed(c)} | ${note(c)} |`)
  const order = contract.timeOrder.map(([a, b]) => `\`${a}\` ≤ \`${b}\``)
  return [
    `## \`${contract.feed}\``,
    '',
    `Key: ${contract.key.map((k) => `\`${k}\``).join(', ')}.${order.length > 0 ? ` Times: ${order.join(', ')}.` : ''}`,
    '',
    '| column | type | required | note |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n')
}

function referenceSection(): string {
  const tables: { file: string; key: string[]; required: string[]; columns: object }[] = [
    reference.centers,
    reference.scanners,
    reference.findings,
    reference.aiProducts,
    reference.procedures,
    reference.stepAliases,
    reference.calendar,
    reference.staffing,
    reference.partnerTerms,
    reference.targets,
    reference.budget,
    reference.interventions,
  ]
  const rows = tables.map((t) => {
    const columns = Object.keys(t.columns).map((c) => (t.required.includes(c) ? `**${c}**` : c))
    return `| \`${t.file}\` | ${t.key.join(', ')} | ${columns.join(', ')} |`
  })
  return [
    '## Reference data, under `reference/`',
    '',
    'Read whole on every run; columns in bold must be filled. A file that is not there counts as empty; an invalid row stops the',
    'run with file, line and column, and the old snapshot stays. `protocols.json` holds the protocol book.',
    '',
    '| file | key | columns |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n')
}

export function landingPage(): string {
  return [PREFACE, ...contracts.map(feedSection), referenceSection()].join('\n')
}

if (process.argv[1] === import.meta.filename) {
  if (!process.argv.includes('--check')) writeFileSync(TARGET, landingPage())
  else if (readFileSync(TARGET, 'utf8') !== landingPage()) {
    console.error('docs/landing.md is not what the contracts say. Run: npm run schema')
    process.exitCode = 1
  }
}
