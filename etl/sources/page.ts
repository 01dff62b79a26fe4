import { createHash } from 'node:crypto'
import { at } from './pointer.ts'
import type { Answer } from './request.ts'
import type { Source } from './schema.ts'
import { SourceError } from './source-error.ts'

/** A page that was read whole. */
export interface Page {
  /** The answer as JSON; null for NDJSON. */
  document: unknown
  headers: Headers
  records: Record<string, unknown>[]
  /** What lands: one record a line, each with a line end. */
  text: string
  /** Of `text`, 16 hexadecimal digits: names the file and knows a page again. */
  digest: string
  /** Size of the answer, unpacked. */
  bytes: number
}

/** Reads an answer; a torn or malformed one is a SourceError that may pass, and nothing of it lands. */
export function readPage(source: Source, answer: Answer): Page {
  const text = decode(answer)
  const isLines = source.format === 'ndjson'
  const document = isLines ? null : parse(text)
  const found = isLines ? readLines(text) : at(document, source.records)
  if (!Array.isArray(found)) {
    throw malformed(
      `has no list of records at "${source.records}". If that lasts, correct "records" in the declaration`,
    )
  }
  const records = found.map((record: unknown, i) => {
    if (record !== null && typeof record === 'object' && !Array.isArray(record))
      return record as Record<string, unknown>
    throw malformed(`has something else than an object at record ${i + 1}`)
  })
  const landed = records.map((r) => `${JSON.stringify(toLand(source, r))}\n`).join('')
  const digest = createHash('sha256').update(landed).digest('hex').slice(0, 16)
  return { document, headers: answer.headers, records, text: landed, digest, bytes: answer.body.length }
}

function malformed(what: string): SourceError {
  return new SourceError('malformed-page', `a page ${what}`, { retry: true })
}

function decode({ body, headers }: Answer): string {
  const charset = /charset="?([\w-]+)/i.exec(headers.get('content-type') ?? '')?.[1] ?? 'utf-8'
  try {
    return new TextDecoder(charset, { fatal: true }).decode(body)
  } catch {
    throw malformed(`is not the ${charset} text that it claims to be`)
  }
}

function readLines(text: string): unknown[] {
  return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [parse(line)]))
}

/** Whole numbers beyond 2^53 become text: as numbers, long accession numbers would lose their last digits. */
function parse(text: string): unknown {
  const exact = /\d{16}/.test(text) ? text.replace(TOKEN, (token) => (isUnsafe(token) ? `"${token}"` : token)) : text
  try {
    return JSON.parse(exact)
  } catch {
    throw malformed('is torn, or not JSON')
  }
}

/** A string or a number of a JSON text. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs

const isUnsafe = (token: string) => /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token))

/** The record under the contract's names, where the declaration maps it, and with the center, where it declares one. */
function toLand(source: Source, record: Record<string, unknown>): Record<string, unknown> {
  const { fields, center } = source
  const mapped = fields
    ? Object.fromEntries(Object.entries(fields).map(([column, pointer]) => [column, at(record, pointer) ?? null]))
    : record
  if (center === undefined) return mapped
  // Names match in any case: another spelling would stand beside the constant.
  const rest = Object.entries(mapped).filter(([key]) => key.toLowerCase() !== 'center_code')
  return { ...Object.fromEntries(rest), center_code: center }
}
