import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { decode } from '../landing/inspect.ts'
import { checkReferences } from './check-references.ts'
import { parseProtocols } from './protocols.ts'
import { checkKeys, parseReferenceCsv, type Line } from './read-csv.ts'
import { ReferenceDataError } from './reference-data-error.ts'
import * as tables from './tables.ts'
import type { ReferenceTable } from './tables.ts'
import type { Reference } from './types.ts'

/** Rows that come through source profiles, by the table's file; and files that are not read as they lie. */
export interface ProfiledRows {
  lines: ReadonlyMap<string, Line<object>[]>
  claimed: ReadonlySet<string>
}

const NONE: ProfiledRows = { lines: new Map(), claimed: new Set() }

/**
 * Everything under `<controlDir>/reference`, and rows that source profiles made of other files there. A file that is not there counts
 * as empty.
 * @throws ReferenceDataError for a file that cannot be read or a row that breaks the contract.
 */
export async function readReference(controlDir: string, profiled = NONE): Promise<Reference> {
  const dir = join(controlDir, 'reference')
  const csv = <Row extends object>(table: ReferenceTable<Row>) => readTable(dir, table, profiled)
  const protocols = await readText(dir, 'protocols.json')
  const lines = {
    centers: await csv(tables.centers),
    scanners: await csv(tables.scanners),
    findings: await csv(tables.findings),
    aiProducts: await csv(tables.aiProducts),
    procedures: await csv(tables.procedures),
    stepAliases: await csv(tables.stepAliases),
    calendar: await csv(tables.calendar),
    staffing: await csv(tables.staffing),
    partnerTerms: await csv(tables.partnerTerms),
    targets: await csv(tables.targets),
    budget: await csv(tables.budget),
    interventions: await csv(tables.interventions),
  }
  checkReferences(lines)
  const rows = Object.fromEntries(Object.entries(lines).map(([name, list]) => [name, list.map((l) => l.row)]))
  return {
    ...(rows as unknown as Omit<Reference, 'protocols'>),
    protocols: protocols === null ? [] : parseProtocols(protocols),
  }
}

async function readTable<Row extends object>(
  dir: string,
  table: ReferenceTable<Row>,
  { lines, claimed }: ProfiledRows,
): Promise<Line<Row>[]> {
  const text = claimed.has(table.file) ? null : await readText(dir, table.file)
  const own = text === null ? [] : parseReferenceCsv(text, table)
  const all = [...own, ...((lines.get(table.file) ?? []) as Line<Row>[])]
  checkKeys(all, table)
  return all
}

/** Text of a reference file, plain or packed (`.gz`); null when there is none. */
async function readText(dir: string, file: string): Promise<string | null> {
  const plain = await readBytes(dir, file)
  if (plain) return textOf(plain, file)
  const packed = await readBytes(dir, `${file}.gz`)
  if (!packed) return null
  const bytes = await promisify(gunzip)(packed).catch(() => {
    throw new ReferenceDataError({ file: `${file}.gz` }, 'the file is not whole gzip')
  })
  return textOf(bytes, `${file}.gz`)
}

async function readBytes(dir: string, file: string): Promise<Buffer | null> {
  try {
    return await readFile(join(dir, file))
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw new ReferenceDataError({ file }, `the file cannot be read (${code ?? message})`, 'Mend its permissions.')
  }
}

function textOf(bytes: Buffer, file: string): string {
  const decoded = decode(bytes)
  if (decoded) return decoded.text.toString('utf8')
  const what = 'the file is neither whole UTF-8 nor GB18030'
  throw new ReferenceDataError({ file }, what, 'Save it as UTF-8, send it again whole and run again.')
}
