import { DEFAULT_ZONE, MOST_LINE_BYTES, type Contract } from '../contracts/contract.ts'
import { BLANKS, END_OF_FILE, INVISIBLE } from '../contracts/signs.ts'
import { LINE_COLUMN } from '../landing/normalise.ts'
import { literal, pathList } from '../sql-text.ts'
import type { Source } from './typed.ts'

const CSV = `auto_detect = false, hive_partitioning = false, header = true, delim = ',', quote = '"', escape = '"'`
const LONGEST = `max_line_size = ${MOST_LINE_BYTES}`
/** Quotes and the number of the line make a copy's lines longer. */
const LONGEST_COPY = `max_line_size = ${MOST_LINE_BYTES * 3}`
const REJECTS = `store_rejects = true, rejects_table = 'csv_reject', rejects_scan = 'csv_scan', rejects_limit = 0`

const absent = (name: string) => `NULL::VARCHAR AS "r_${name}"`

/**
 * How files that are read alike are read: `load` takes them in as they are (TEMP table `raw`), `sql` makes raw text
 * columns `r_<column>` of that. Two steps, because DuckDB hands on a small file as a small vector, and a hundred
 * expressions on forty rows cost as much as on two thousand.
 */
export interface Reader {
  load: string
  sql: string
  source: Source
  /** Column of `raw` that tells rows apart as `line` does. */
  rowBy: string
  /** Columns handed through: `file_index`, `line` (physical, or the number of the row) and, for NDJSON, `shape`. */
  passed: string[]
  /** Rows are looked over for further headers, which make `shape` odd. */
  looksForHeaders?: true
  /** Line of a file's first row when `line` is the number of the row; null when it is the physical line. */
  firstLine: number | null
}

/** CSV files whose records are their physical lines, with one header for all; `tidy` ones need no trimming. */
export function plainCsv(contract: Contract, header: string[], tidy: boolean, files: string[]): Reader {
  const columns = header.map((_, i) => `'c${i}': 'VARCHAR'`).join(', ')
  const raw = contract.columns.map((c) => {
    const at = header.indexOf(c.name)
    if (at === -1) return absent(c.name)
    return `${tidy ? `c${at}` : `csv_null(blank_null(c${at}))`} AS "r_${c.name}"`
  })
  return {
    load: `SELECT file_index, *
      FROM read_csv(${pathList(files)}, columns = {${columns}}, ${CSV}, ${LONGEST}, ${REJECTS})`,
    sql: `SELECT file_index, rowid AS line, ${raw.join(', ')} FROM raw`,
    source: 'csv',
    rowBy: 'rowid',
    passed: ['file_index', 'line'],
    looksForHeaders: true,
    firstLine: 2,
  }
}

/** Copies written by normaliseCsv, or by a profile. */
export function normalisedCsv(contract: Contract, files: string[], source: 'csv' | 'profile' = 'csv'): Reader {
  const columns = [`'${LINE_COLUMN}': 'BIGINT'`, ...contract.columns.map((c) => `'${c.name}': 'VARCHAR'`)].join(', ')
  const raw = contract.columns.map((c) => `csv_null(blank_null("${c.name}")) AS "r_${c.name}"`)
  return {
    load: `SELECT file_index, * FROM read_csv(${pathList(files)}, columns = {${columns}}, ${CSV}, ${LONGEST_COPY})`,
    sql: `SELECT file_index, ${LINE_COLUMN} AS line, ${raw.join(', ')} FROM raw`,
    source,
    rowBy: LINE_COLUMN,
    passed: ['file_index', 'line'],
    firstLine: null,
  }
}

/** Blanks other than spaces, and signs that are not seen. */
const ODD_SIGNS = `${BLANKS.replace(/[ \t\n\r]/g, '')}${END_OF_FILE}${INVISIBLE}`

/** Pattern of a contract key that is not in lower case: DuckDB finds keys by their exact spelling. */
export function oddKeyPattern(contract: Contract): string {
  const variants = contract.columns.flatMap(({ name }) =>
    [...name].flatMap((c, i) => {
      if (!/[a-z]/.test(c)) return []
      const rest = name.slice(i + 1)
      return [`${name.slice(0, i)}${c.toUpperCase()}${rest && `(?i:${rest})`}`]
    }),
  )
  return String.raw`"(?:${variants.join('|')})"\s*:`
}

/** A text that begins or ends with a blank, an odd sign, or an escape that could be one. */
const UNTIDY_LINE = String.raw`"\s|[^:,\[{\s]\s+"|[${ODD_SIGNS}\\]`

/**
 * What DuckDB's reader and JSON do not agree on, or a number of a contract column that it would not hand on as it is written: NaN and
 * Infinity, a comma behind the last value, half of a surrogate pair, an escape in a key.
 */
function doubtfulPattern(contract: Contract): string {
  const names = contract.columns.map((c) => c.name).join('|')
  return [
    String.raw`[:\[,]\s*-?(?i:nan|inf)`,
    String.raw`,\s*[}\]]`,
    String.raw`\\u[dD][89a-fA-F]|\\[^"]*"\s*:`,
    String.raw`"(?:${names})"\s*:\s*(?:-0|-?[0-9.]*(?:[eE]|[0-9]{19}|\.[0-9]{7}))`,
  ].join('|')
}

/**
 * NDJSON by physical lines: both JSON readers skip blank lines and do not say which line was bad. `shape` is `blank`,
 * `malformed`, `odd` (a key in another case: the file is normalised and read again) or null.
 */
export function ndjson(contract: Contract, files: string[], normalised: boolean): Reader {
  const json = (type: string) => type === 'parameters' || type === 'tags'
  const shape = JSON.stringify(
    Object.fromEntries(contract.columns.map((c) => [c.name, json(c.type) ? 'JSON' : 'VARCHAR'])),
  )
  const raw = contract.columns.map((c) => {
    const text = `CAST(o."${c.name}" AS VARCHAR)`
    return `CASE WHEN untidy THEN blank_null(${text}) ELSE nullif(${text}, '') END AS "r_${c.name}"`
  })
  const doubtful = `${oddKeyPattern(contract)}|${doubtfulPattern(contract)}`
  const odd = normalised ? '' : `WHEN untidy AND regexp_matches(l, ${literal(doubtful)}) THEN 'odd'`
  const untidy = `regexp_matches(l, ${literal(`${UNTIDY_LINE}${normalised ? '' : `|${doubtful}`}`)})`
  return {
    load: `SELECT file_index, l FROM read_csv(${pathList(files)}, columns = {'l': 'VARCHAR'}, auto_detect = false, hive_partitioning = false,
      header = false, delim = chr(1), quote = '', escape = '', ${normalised ? LONGEST_COPY : LONGEST}, ${REJECTS})`,
    sql: `SELECT file_index, rowid AS line, CASE ${odd}
        WHEN o IS NOT NULL AND (left(l, 1) = '{' OR left(ltrim(l), 1) = '{') THEN NULL
        WHEN blank_null(l) IS NULL THEN 'blank' ELSE 'malformed' END AS shape, ${raw.join(', ')}
      FROM (SELECT file_index, rowid, l, TRY(from_json(l, ${literal(shape)})) AS o, ${untidy} AS untidy FROM raw)`,
    source: 'json',
    rowBy: 'rowid',
    passed: ['file_index', 'line', 'shape'],
    firstLine: 1,
  }
}

const INSTANT = 'TIMESTAMP WITH TIME ZONE'

/** Parquet files of one schema. `schema` maps the contract's column to the file's column and its DuckDB type. */
export function parquet(
  contract: Contract,
  schema: Map<string, { name: string; type: string }>,
  files: string[],
): Reader {
  const named = (name: string) => `"${name.replaceAll('"', '""')}"`
  const raw = contract.columns.map((c) => {
    const found = schema.get(c.name)
    return found ? `blank_null(${asText(named(found.name), found.type, c.type)}) AS "r_${c.name}"` : absent(c.name)
  })
  const center = schema.get('center_code')
  const hasInstants = contract.columns.some(
    (c) => (c.type === 'date' || c.type === 'month') && schema.get(c.name)?.type === INSTANT,
  )
  const zoned =
    center && hasInstants
      ? `raw LEFT JOIN (SELECT center_code AS zone_of, time_zone AS row_zone FROM main.center) ON zone_of = clean(CAST(${named(center.name)} AS VARCHAR))`
      : 'raw'
  return {
    load: `SELECT file_index, * FROM read_parquet(${pathList(files)}, file_row_number = true, binary_as_string = true,
      hive_partitioning = false)`,
    sql: `SELECT file_index, file_row_number + 1 AS line, ${raw.join(', ')} FROM ${zoned}`,
    source: 'parquet',
    rowBy: 'file_row_number + 1',
    passed: ['file_index', 'line'],
    firstLine: null,
  }
}

/** Typed Parquet values as the text that the contract's rules read. */
function asText(name: string, from: string, to: string): string {
  // The day and month of an instant are the center's, not those of UTC.
  if (from === INSTANT && (to === 'month' || to === 'date')) {
    const local = `timezone(coalesce(row_zone, '${DEFAULT_ZONE}'), ${name})`
    return `strftime(${local}, '${to === 'month' ? '%Y-%m' : '%Y-%m-%d'}')`
  }
  if (to === 'month' && (from === 'DATE' || from.startsWith('TIMESTAMP'))) return `strftime(${name}, '%Y-%m')`
  if (to === 'date' && from.startsWith('TIMESTAMP')) return `CAST(CAST(${name} AS DATE) AS VARCHAR)`
  // Tools without a nullable integer write 3 as 3.0.
  if (to === 'integer' && /^(DOUBLE|FLOAT|DECIMAL)/.test(from)) {
    return `CASE WHEN ${name} = trunc(${name}) THEN CAST(CAST(${name} AS HUGEINT) AS VARCHAR) ELSE CAST(${name} AS VARCHAR) END`
  }
  if ((to === 'parameters' || to === 'tags') && from !== 'VARCHAR') return `CAST(to_json(${name}) AS VARCHAR)`
  return `CAST(${name} AS VARCHAR)`
}
