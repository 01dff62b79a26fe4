import { requiredColumns, type Contract } from '../contracts/contract.ts'
import { contractOf } from '../contracts/index.ts'
import { hintsOnHeader, hintsOnText } from './hints.ts'
import { judgeOf, type References } from './judge.ts'
import { readJsonLine } from './ndjson.ts'
import type { Profile } from './profile.ts'
import { readByProfile } from './reading.ts'
import { eachRecord, PLAIN } from './records.ts'
import { ReportBuilder, type FileReport } from './report.ts'
import { decodeText } from './text.ts'
import { isLostIdentifier } from './tidy.ts'
import { readCell } from './values.ts'

export interface CheckOptions {
  /** Name of the file: its ending tells the format. */
  name: string
  /** Its bytes, unpacked. */
  bytes: Uint8Array
  feed: string
  profile: Profile | null
  references: References | null
  /** Problems that are listed one by one; all are counted. */
  mostProblems?: number
}

/**
 * What the loader would make of a file: rows that it would take and those that it would reject, by line, column and
 * reason. It differs from the loader only in what hangs on reference data that is not given, and on other files.
 */
export function checkFile(options: CheckOptions): FileReport {
  const contract = options.profile?.contract ?? contractOf(options.feed)
  const columns = contract?.columns.map((c) => c.name) ?? []
  const about = { feed: contract?.feed ?? options.feed, profile: options.profile?.name ?? null, columns }
  const builder = new ReportBuilder({ ...about, knowsReferences: options.references !== null }, options.mostProblems)
  if (!contract) builder.problem({ line: null, column: null, reason: 'unknown_feed', value: options.feed })
  else checkText(options, contract, builder)
  return builder.end()
}

function checkText(options: CheckOptions, contract: Contract, builder: ReportBuilder): void {
  const { profile, bytes } = options
  const name = options.name.toLowerCase().replace(/\.gz$/, '')
  const isNdjson = !profile && name.endsWith('.ndjson')
  const decoded = decodeText(bytes, profile ? profile.encoding : 'contract')
  builder.report.encoding = decoded?.encoding ?? null
  if (!decoded || (!profile && !isNdjson && !name.endsWith('.csv'))) {
    builder.problem({ line: null, column: null, reason: 'unreadable_file', value: null })
    hintsOnText(options.name, bytes, decoded?.text ?? null, profile, builder)
    return
  }
  const judge = judgeOf(contract, !isNdjson, options.references)
  const take = (line: number, row: (string | null)[]) => {
    const breach = judge(row)
    if (breach) builder.problem({ line, ...breach })
    else builder.good(line, row)
  }
  const malformed = (line: number) => builder.problem({ line, column: null, reason: 'malformed', value: null })
  if (isNdjson) checkNdjson(decoded.text, contract, take, malformed)
  else if (profile) checkByProfile(decoded.text, profile, builder, take, malformed)
  else checkCsv(decoded.text, contract, builder, take, malformed)
  if (builder.report.reasons.length === 0 && builder.report.rowsRead === 0 && builder.report.problems.length === 0)
    builder.hint('empty')
  if (builder.report.problems.some((p) => p.line === null))
    hintsOnText(options.name, bytes, decoded.text, profile, builder)
}

type Take = (line: number, row: (string | null)[]) => void
type Malformed = (line: number) => void

function checkNdjson(text: string, contract: Contract, take: Take, malformed: Malformed): void {
  let line = 0
  for (let at = 0; at < text.length;) {
    const end = text.indexOf('\n', at)
    const content = text.slice(at, end === -1 ? text.length : end)
    at = end === -1 ? text.length : end + 1
    line++
    if (readCell(content, false) === null) continue
    const row = readJsonLine(content, contract)
    if (row) take(line, row)
    else malformed(line)
  }
}

function checkCsv(text: string, contract: Contract, builder: ReportBuilder, take: Take, malformed: Malformed): void {
  const { report } = builder
  let places: number[] | null = null
  let isWhole = true
  let lost = false
  eachRecord(text, PLAIN, ({ line, cells }) => {
    if (!isWhole) return
    if (!places) {
      report.header = cells
      isWhole = checkHeader(cells, contract, builder)
      const names = cells?.map((n) => n.trim().toLowerCase()) ?? []
      places = contract.columns.map((c) => names.indexOf(c.name))
    } else if (cells?.length !== report.header!.length) malformed(line)
    else {
      const row = places.map((p) => (p === -1 ? null : readCell(cells[p]!, true)))
      lost ||= contract.key.some((k) => isLostIdentifier(row[contract.columns.findIndex((c) => c.name === k)] ?? ''))
      take(line, row)
    }
  })
  if (!places) checkHeader(null, contract, builder)
  if (lost) builder.hint('lost_identifier')
}

/** False: the file would be rejected whole. */
function checkHeader(cells: string[] | null, contract: Contract, builder: ReportBuilder): boolean {
  if (!cells) {
    builder.problem({ line: null, column: null, reason: 'unreadable_file', value: null })
    builder.hint('no_header')
    return false
  }
  const names = cells.map((n) => n.trim().toLowerCase())
  const missing = requiredColumns(contract).filter((name) => !names.includes(name))
  hintsOnHeader(cells, contract, missing, builder)
  if (missing.length === 0) return true
  builder.problem({ line: null, column: missing[0]!, reason: 'missing_column', value: missing.join(', ') })
  return false
}

function checkByProfile(
  text: string,
  profile: Profile,
  builder: ReportBuilder,
  take: Take,
  malformed: Malformed,
): void {
  const reading = readByProfile(text, profile, (line, row) =>
    take(
      line,
      row.map((cell) => readCell(cell, true)),
    ),
  )
  const { report } = builder
  report.header = reading.header
  report.leftOut = reading.leftOut
  for (const line of reading.malformed) malformed(line)
  report.problems.sort((a, b) => (a.line ?? 0) - (b.line ?? 0))
  if (!reading.header) {
    builder.problem({ line: null, column: null, reason: 'unreadable_file', value: 'no header' })
    builder.hint('no_header')
  } else if (reading.missing.length > 0) {
    builder.problem({
      line: null,
      column: reading.missing[0]!,
      reason: 'missing_column',
      value: reading.missing.join(', '),
    })
    for (const name of reading.unused.slice(0, 30)) builder.hint('unmapped_column', { column: name })
  } else for (const name of reading.unused.slice(0, 30)) builder.hint('unmapped_column', { column: name })
}
