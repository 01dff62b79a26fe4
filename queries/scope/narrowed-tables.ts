import { quotedName, quotedText } from '../db/quote.ts'

/** A table of the snapshot, as the engine describes it. */
export interface StoredTable {
  schema: string
  name: string
  columns: string[]
}

/** The codes that a scope comes down to in one snapshot. */
export interface ScopeCodes {
  centers: readonly string[]
  scanners: readonly string[]
}

/**
 * Tables without a center that are the same for everybody: reference data of the whole network.
 * A table without a center that does not stand here is empty for whoever has a scope, such as sums of a run.
 */
export const SHARED_TABLES: ReadonlySet<string> = new Set([
  ...['main.finding', 'main.ai_product', 'main.procedure', 'main.protocol', 'main.protocol_rule', 'main.target'],
])

/** What a snapshot says of itself to everybody; the rest of `ops.meta` tells of single centers. */
const META_FOR_ALL = ['snapshot_id', 'schema_version', 'is_demo']

/** Tables whose rows without a center, or without a scanner, are meant for all. */
const FOR_ALL_WHEN_EMPTY: ReadonlySet<string> = new Set(['main.calendar', 'main.intervention'])

const among = (column: string, codes: readonly string[]) =>
  codes.length === 0 ? 'false' : `${quotedName(column)} IN (${codes.map(quotedText).join(', ')})`

const amongOrEmpty = (column: string, codes: readonly string[]) =>
  `(${quotedName(column)} IS NULL OR ${among(column, codes)})`

/**
 * The rows of a table that a scope leaves, as a condition; null where it leaves all. By the table's center, else by its
 * scanner; a landed file by the folder of its center.
 */
export function narrowedTo({ schema, name, columns }: StoredTable, { centers, scanners }: ScopeCodes): string | null {
  const table = `${schema}.${name}`
  if (SHARED_TABLES.has(table)) return null
  const [hasCenter, hasScanner] = [columns.includes('center_code'), columns.includes('scanner_id')]
  if (FOR_ALL_WHEN_EMPTY.has(table)) {
    const parts = [
      ...(hasCenter ? [amongOrEmpty('center_code', centers)] : []),
      ...(hasScanner ? [amongOrEmpty('scanner_id', scanners)] : []),
    ]
    return parts.join(' AND ') || 'false'
  }
  if (hasCenter) return among('center_code', centers)
  if (hasScanner) return among('scanner_id', scanners)
  if (table === 'ops.meta') return among('key', META_FOR_ALL)
  if (table === 'ops.source_file' && centers.length > 0) {
    return `list_has_any(string_split("path", '/'), [${centers.map(quotedText).join(', ')}])`
  }
  return 'false'
}
