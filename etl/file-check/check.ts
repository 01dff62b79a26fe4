import { requiredColumns, type Contract } from '../contracts/contract.ts'
import { contractOf } from '../contracts/index.ts'
import { referenceTableOf } from '../reference/contract.ts'
import { referenceJudge } from './reference-judge.ts'
import { hintsOnHeader, hintsOnText, isSecondRow } from './hints.ts'
import { bare, judgeOf, type References } from './judge.ts'
import { jsonLines } from './ndjson.ts'
import type { Profile } from './profile.ts'
import { profileReader, type Reading } from './reading.ts'
import { PLAIN, splitter, type Pieces } from './records.ts'
import { copyOf, ReportBuilder, type FileReport } from './report.ts'
import type { Encoding } from '../contracts/encodings.ts'
import { decodePieces, decodeText, headOf, type Open } from './text.ts'
import { END_OF_FILE, hasLostDigits, headerName } from '../contracts/signs.ts'
import type { CsvRecord } from '../landing/csv.ts'
import { MOST_TEXT } from '../landing/limits.ts'
import { rowReader } from '../landing/csv-rows.ts'
import { readJsonLine } from '../landing/json-line.ts'
import { unwrap } from './tidy.ts'
import { readMadeCell } from './values.ts'

export interface CheckOptions {
  /** Name of the file: its ending tells the format, and folders before it whose rows it may hold. */
  name: string
  feed: string
  profile: Profile | null
  references: References | null
  /** Problems that are listed one by one; all are counted. */
  mostProblems?: number
  /** The clock by which times are plausible. */
  now?: Date
}

/**
 * What the loader would make of a file of these bytes, unpacked: rows that it would take and those that it would reject, by
 * line, column and reason. It differs from the loader only in what hangs on reference data that is not given, and on other files.
 */
export function checkFile({ bytes, ...options }: CheckOptions & { bytes: Uint8Array }): FileReport {
  const decoded = decodeText(bytes, wantedOf(options))
  const check = new Check(options, decoded?.encoding ?? null)
  if (decoded) check.push(decoded.text)
  return check.end() ?? check.refuse(decodeText(bytes, 'auto')?.encoding ?? null, bytes)
}

/** The same of bytes that come in pieces, of which no more is kept than the row under way. */
export async function checkPieces(open: Open, options: CheckOptions): Promise<FileReport> {
  let check: Check | undefined
  const encoding = await decodePieces(open, wantedOf(options), (tried) => {
    const begun = new Check(options, tried)
    check = begun
    return (text) => begun.push(text)
  })
  if (encoding === null || !check) check = new Check(options, null)
  return check.end() ?? check.refuse(await decodePieces(open, 'auto', () => () => {}), await headOf(open))
}

const wantedOf = ({ profile }: CheckOptions) => (profile ? profile.encoding : 'contract')

/** Characters of a text's beginning that hints look at. */
const HEAD = 1 << 16

type Take = (line: number, row: (string | null)[]) => void

/** One check under way. */
class Check {
  readonly #options: CheckOptions
  readonly #builder: ReportBuilder
  /** Null: the file is refused whatever its rows are. */
  readonly #pieces: Pieces | null
  #head: string | null
  #last = ''
  #length = 0

  /** `encoding` as the file is read; null where none held. */
  constructor(options: CheckOptions, encoding: Encoding | null) {
    this.#options = options
    const contract = options.profile?.contract ?? contractOf(options.feed)
    const columns = contract?.columns.map((c) => c.name) ?? []
    const about = { feed: contract?.feed ?? options.feed, profile: options.profile?.name ?? null, columns }
    this.#builder = new ReportBuilder({ ...about, knowsReferences: options.references !== null }, options.mostProblems)
    this.#builder.report.encoding = encoding
    this.#head = encoding === null ? null : ''
    this.#pieces = contract && encoding ? piecesOf(options, contract, this.#builder) : null
    if (!contract) this.#builder.problem({ line: null, column: null, reason: 'unknown_feed', value: options.feed })
    else if (!this.#pieces) this.#builder.problem({ line: null, column: null, reason: 'unreadable_file', value: null })
  }

  push(text: string): void {
    if (this.#head !== null && this.#head.length < HEAD) this.#head += text.slice(0, HEAD)
    this.#last = text.at(-1) ?? this.#last
    this.#length += text.length
    this.#pieces?.push(text)
  }

  /** Null: the file would be rejected whole, and `refuse` says why. */
  end(): FileReport | null {
    this.#pieces?.end()
    const { report } = this.#builder
    if (report.rowsRead === 0 && report.problems.length === 0) this.#builder.hint('empty')
    if (this.#last === END_OF_FILE) this.#builder.hint('end_of_file')
    if (this.#length > MOST_TEXT) this.#builder.hint('very_large', { mb: String(MOST_TEXT / 1e6) })
    const headers = report.leftOut.header ?? 0
    if (headers > 0) this.#builder.hint('second_header', { lines: String(headers) })
    const isRefused = report.problems.some((p) => p.line === null && p.reason !== 'unknown_feed')
    return isRefused ? null : this.#builder.end()
  }

  /** `encoding`: what the bytes look like, of which `bytes` has the first. */
  refuse(encoding: Encoding | null, bytes: Uint8Array): FileReport {
    const { name, profile } = this.#options
    hintsOnText({ name, encoding, head: this.#head, bytes }, profile, this.#builder)
    return this.#builder.end()
  }
}

/** Null: a file of this name is not read. */
function piecesOf(options: CheckOptions, contract: Contract, builder: ReportBuilder): Pieces | null {
  const { profile } = options
  const name = options.name.toLowerCase().replace(/\.gz$/, '')
  const isNdjson = !profile && name.endsWith('.ndjson')
  const [, folder = null, inner] = options.name.split('/')
  const where = { folder: inner === undefined ? null : folder, now: options.now }
  const table = referenceTableOf(contract.feed)
  const judge = table ? referenceJudge(table) : judgeOf(contract, !isNdjson, options.references, where)
  const persons = contract.columns.flatMap((c, i) => (c.hashedAs ? [i] : []))
  const holdsPerson = (row: (string | null)[], value: string | null) =>
    value !== null && persons.some((i) => row[i] && value.includes(bare(row[i])!))
  const take: Take = (line, row) => {
    const breach = judge(row)
    if (breach) builder.problem({ line, ...breach, ...(holdsPerson(row, breach.value) && { isPerson: true }) })
    else builder.good(line, row)
  }
  const malformed = (line: number) => builder.problem({ line, column: null, reason: 'malformed', value: null })
  if (profile) return byProfile(options, profile, builder, take, malformed)
  if (isNdjson) return ndjson(contract, take, malformed)
  return name.endsWith('.csv') ? csv(contract, builder, take, malformed) : null
}

type Malformed = (line: number) => void

function ndjson(contract: Contract, take: Take, malformed: Malformed): Pieces {
  return jsonLines((line, content) => {
    const row = readJsonLine(content, contract)
    if (row) take(line, row)
    else malformed(line)
  })
}

function csv(contract: Contract, builder: ReportBuilder, take: Take, malformed: Malformed): Pieces {
  const { report } = builder
  const keys = contract.key.map((key) => contract.columns.findIndex((c) => c.name === key))
  let read: ReturnType<typeof rowReader> | null = null
  let isWhole = true
  let lost = false
  let isBehindHeader = false
  const pieces = splitter(PLAIN, ({ line, cells }) => {
    if (isBehindHeader) sayOfSecondRow(contract, report.header, { line, cells }, builder)
    isBehindHeader = !read
    if (!isWhole) return
    if (!read) {
      report.header = cells && cells.map(copyOf)
      isWhole = checkHeader(cells, contract, builder)
      read = rowReader(contract, cells?.map(headerName) ?? [])
      return
    }
    const row = read(cells)
    if (row === 'malformed') malformed(line)
    else if (row === 'header') report.leftOut.header = (report.leftOut.header ?? 0) + 1
    else {
      lost ||= keys.some((k) => hasLostDigits(row[k] ?? ''))
      take(line, row)
    }
  })
  return {
    push: pieces.push,
    end() {
      pieces.end()
      if (!read) checkHeader(null, contract, builder)
      if (lost) builder.hint('lost_identifier')
    },
  }
}

function sayOfSecondRow(
  { feed }: Contract,
  header: string[] | null,
  { line, cells }: CsvRecord,
  builder: ReportBuilder,
) {
  if (header && cells && isSecondRow(feed, header, cells)) builder.hint('two_header_rows', { line: String(line) })
}

/** False: the file would be rejected whole. */
function checkHeader(cells: string[] | null, contract: Contract, builder: ReportBuilder): boolean {
  if (!cells) {
    builder.problem({ line: null, column: null, reason: 'unreadable_file', value: null })
    builder.hint('no_header')
    return false
  }
  const names = cells.map(headerName)
  const missing = requiredColumns(contract).filter((name) => !names.includes(name))
  hintsOnHeader(cells, contract, missing, builder)
  if (missing.length === 0) return true
  builder.problem({ line: null, column: missing[0]!, reason: 'missing_column', value: missing.join(', ') })
  return false
}

function byProfile(
  { name, references }: CheckOptions,
  profile: Profile,
  builder: ReportBuilder,
  take: Take,
  malformed: Malformed,
): Pieces {
  const row = (line: number, cells: string[]) => take(line, cells.map(readMadeCell))
  const { push, end, reading } = profileReader(name, profile, { row, malformed }, references?.centers ?? new Map())
  return {
    push,
    end() {
      end()
      builder.report.header = reading.header
      builder.report.leftOut = reading.leftOut
      sayOfHeader(reading, builder)
      if (reading.behindHeader && (profile.header_rows ?? 1) === 1)
        sayOfSecondRow(profile.contract, reading.header, reading.behindHeader, builder)
    },
  }
}

function sayOfHeader({ header, missing, unused }: Reading, builder: ReportBuilder): void {
  const whole = { line: null, column: null }
  if (!header) {
    builder.problem({ ...whole, reason: 'unreadable_file', value: 'no header' })
    builder.hint('no_header')
    return
  }
  if (missing.length > 0)
    builder.problem({ ...whole, column: missing[0]!, reason: 'missing_column', value: missing.join(', ') })
  const double = header.find((name, i) => unwrap(name) !== '' && header.indexOf(name) !== i)
  if (double !== undefined) builder.hint('duplicate_header', { column: unwrap(double) })
  for (const name of unused.slice(0, 30)) builder.hint('unmapped_column', { column: name })
}
