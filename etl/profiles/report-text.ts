import { contractOf } from '../contracts/index.ts'
import { shownValue } from '../contracts/shown.ts'
import type { FileReport, Hint, Problem } from '../file-check/report.ts'

const REASONS: Record<string, string> = {
  missing_value: 'a required column is empty',
  bad_type: 'cannot be read as the type of its column',
  not_allowed: 'none of the values that the column allows',
  out_of_range: 'outside the range of its column',
  time_order: 'ends before it starts',
  unknown_center: 'center is not in the reference data',
  unknown_scanner: 'scanner is not in the reference data',
  wrong_center: 'scanner or folder belongs to another center',
  repeated_key: 'the key stands in another row already',
  malformed: 'the line cannot be split into the columns of the header',
  unreadable_file: 'the file cannot be read',
  missing_column: 'a required column is missing',
  unknown_feed: 'no such feed',
}

const HINTS: Record<Hint['code'], (v: Record<string, string>) => string> = {
  encoding: (v) => `The bytes look like ${v.encoding}: name it as encoding in the profile.`,
  delimiter: (v) => `The cells seem to be separated by: ${v.delimiter}. Name it as delimiter in a profile.`,
  unmapped_column: (v) => `Column ${v.column} is not taken by the profile.`,
  similar_column: (v) => `Column ${v.column} is not mapped; did you mean ${v.meant}?`,
  unknown_format: () =>
    'Only .csv, .ndjson and .parquet (and .gz) are read without a profile; a profile reads .txt and others.',
  lost_identifier: () => 'Numbers such as 1.23E+17 in a key column have lost their digits: export the column as text.',
  no_header: () => 'No header row was found: mind header_has and skip_lines of the profile.',
  duplicate_header: (v) => `The header names ${v.column} twice: only the first is read.`,
  needs_profile: () => 'A source profile can map this file; begin with: npm run etl -- check FILE --draft',
  empty: () => 'The file has no rows.',
  other_format: (v) => `The file is ${v.format}, whatever its name says: save or export it as CSV.`,
  sep_line: (v) =>
    `The first line, sep=${v.sign}, is for spreadsheets only: leave it out, or skip it by skip_lines 1 in a profile.`,
  line_ends: (v) => `The lines end in ${v.ends}: have them end in LF or CRLF.`,
  end_of_file: () => 'The file ends in ^Z, as old programs of DOS end files: it is taken off.',
  second_header: (v) =>
    `Another header stands among the rows (${v.lines}): it is no row, and what is behind it is read by it.`,
  two_header_rows: (v) =>
    `Line ${v.line} looks like a second row of the header: a profile reads both by header_rows 2.`,
  very_large: (v) =>
    `Beyond ${v.mb} MB a run takes a file only as UTF-8 without quotes, odd blanks and mixed line ends: split it to be sure.`,
}

/** What must not stand on a terminal or in a log: identifying columns, and what could be a name or a person's number. */
function masked(feed: string, column: string | null, value: string | null): string | null {
  if (value === null) return null
  const c = contractOf(feed)?.columns.find((each) => each.name === column)
  if (c?.hashedAs || c?.masked) return '***'
  return shownValue(value)
}

/** The report without values that identify a person. */
export function maskReport(report: FileReport): FileReport {
  const { feed, columns } = report
  const contract = contractOf(feed)
  const hides = new Set(contract?.columns.filter((c) => c.hashedAs || c.masked).map((c) => c.name))
  return {
    ...report,
    problems: report.problems.map(({ isPerson, ...p }) =>
      p.line === null ? p : { ...p, value: isPerson ? '***' : masked(feed, p.column, p.value) },
    ),
    sample: report.sample.map(({ line, row }) => ({
      line,
      row: row.map((value, i) => (value !== null && hides.has(columns[i]!) ? '***' : value)),
    })),
  }
}

const SHOWN_PROBLEMS = 20
const SHOWN_ROWS = 3

function problemLine({ line, column, reason, value }: Problem): string {
  const where = line === null ? 'file' : `line ${line}`
  return `  ${where}${column ? `, ${column}` : ''}: ${reason} (${REASONS[reason]})${value === null ? '' : `: ${value}`}`
}

/** The report in words, for a terminal. */
export function reportText(full: FileReport, note: string | null): string {
  const report = maskReport(full)
  const { rowsRead, rowsGood, rowsRejected, problems, reasons, leftOut } = report
  const whole = problems.some((p) => p.line === null)
  const verdict = whole
    ? 'The file would be rejected whole.'
    : `${rowsRead} rows read = ${rowsGood} good + ${rowsRejected} rejected.`
  const kinds = Object.entries(leftOut).map(([kind, n]) => `${n} ${kind}`)
  const rows = report.sample.slice(0, SHOWN_ROWS).flatMap(({ line, row }) => {
    const cells = report.columns.flatMap((c, i) => (row[i] === null || row[i] === '' ? [] : [`${c}=${row[i]}`]))
    return [`  line ${line}: ${cells.join(' ')}`]
  })
  const more = problems.length > SHOWN_PROBLEMS ? [`  … ${rowsRejected - SHOWN_PROBLEMS} more; --json lists them`] : []
  return [
    `Feed ${report.feed}${report.profile ? `, profile ${report.profile}` : ''}, ${report.encoding ?? 'no known encoding'}. ${verdict}`,
    ...(kinds.length > 0 ? [`Lines that are no rows: ${kinds.join(', ')}.`] : []),
    ...(rows.length > 0 ? ['First rows as the contract sees them:', ...rows] : []),
    ...(reasons.length > 0
      ? ['Reasons:', ...reasons.map((r) => `  ${r.rows} × ${r.reason}${r.column ? ` in ${r.column}` : ''}`)]
      : []),
    ...(problems.length > 0 ? ['Problems:', ...problems.slice(0, SHOWN_PROBLEMS).map(problemLine), ...more] : []),
    ...report.hints.map((h) => `Hint: ${HINTS[h.code](h.values)}`),
    ...(note ? [note] : []),
    'Whether a row replaces an older one only a run can tell. Nothing was loaded or written.',
  ].join('\n')
}
