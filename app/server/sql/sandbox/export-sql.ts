import { DuckDBTypeId as T, type DuckDBType } from '@duckdb/node-api'
import { quotedName, quotedText } from '#queries/db/quote.ts'
import { FORMULA_STARTS, harmless, WRITTEN_NUMBER } from '../../../csv.ts'

const WHOLE = new Set([T.TINYINT, T.SMALLINT, T.INTEGER, T.UTINYINT, T.USMALLINT, T.UINTEGER])
const LARGE = new Set([T.BIGINT, T.UBIGINT, T.HUGEINT, T.UHUGEINT])
const REAL = new Set([T.FLOAT, T.DOUBLE])
const MOMENT = new Set([T.TIMESTAMP, T.TIMESTAMP_S, T.TIMESTAMP_MS, T.TIMESTAMP_NS, T.TIMESTAMP_TZ])
const NESTED = new Set([T.LIST, T.ARRAY, T.STRUCT, T.MAP, T.UNION])

/** A value as text: lists and objects as JSON, instants in UTC as everywhere else. */
function asText(column: string, { typeId }: DuckDBType): string {
  if (NESTED.has(typeId)) return `to_json(${column})::VARCHAR`
  if (typeId === T.TIMESTAMP_TZ) return `strftime(${column} AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%gZ')`
  if (typeId === T.BLOB) return `base64(${column})`
  return `${column}::VARCHAR`
}

/** A column of a CSV file with its name: the rule of app/csv.ts, as the engine says it. */
export function csvColumn(name: string, type: DuckDBType): string {
  const { typeId } = type
  const column = quotedName(name)
  const plain =
    [WHOLE, LARGE, REAL].some((types) => types.has(typeId)) || [T.DECIMAL, T.BOOLEAN, T.DATE].includes(typeId)
  const alias = quotedName(harmless(name))
  if (plain) return `${column} AS ${alias}`
  const value = asText(column, type)
  const runs = `regexp_matches(${value}, ${quotedText(`^[${FORMULA_STARTS}]`)})`
  const number = `regexp_full_match(${value}, ${quotedText(WRITTEN_NUMBER)})`
  return `CASE WHEN ${runs} AND NOT ${number} THEN '''' || ${value} ELSE ${value} END AS ${alias}`
}

/** Characters that a cell of a sheet can hold. */
const CELL = 32_767

function textCell(value: string): string {
  const short = `CASE WHEN length(${value}) > ${CELL} THEN left(${value}, ${CELL - 1}) || '…' ELSE ${value} END`
  const clean = `regexp_replace(${short}, '[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x{FFFE}\\x{FFFF}]', '', 'g')`
  const pairs = [
    ['&', '&amp;'],
    ['<', '&lt;'],
    ['>', '&gt;'],
  ]
  const escaped = pairs.reduce((sql, [from, to]) => `replace(${sql}, '${from}', '${to}')`, clean)
  const lines = `replace(replace(${escaped}, chr(10), '&#10;'), chr(13), '&#13;')`
  return `'<c t="inlineStr"><is><t xml:space="preserve">' || ${lines} || '</t></is></c>'`
}

const number = (value: string) => `'<c><v>' || ${value}::VARCHAR || '</v></c>'`

/** What a sheet cannot hold as a number or a day (15 digits, no infinity, no day before March 1900) it gets as text. */
function cell(name: string, type: DuckDBType): string {
  const column = quotedName(name)
  const { typeId } = type
  const asWords = textCell(asText(column, type))
  if (WHOLE.has(typeId)) return number(column)
  if (LARGE.has(typeId) || typeId === T.DECIMAL) {
    return `CASE WHEN abs(${column}::DOUBLE) < 1e15 THEN ${number(column)} ELSE ${asWords} END`
  }
  if (REAL.has(typeId)) return `CASE WHEN isfinite(${column}) THEN ${number(column)} ELSE ${asWords} END`
  if (typeId === T.BOOLEAN) return `'<c t="b"><v>' || ${column}::INTEGER::VARCHAR || '</v></c>'`
  if (typeId === T.DATE) {
    const serial = `(${column} - DATE '1899-12-30')::VARCHAR`
    return `CASE WHEN ${column} >= DATE '1900-03-01' AND isfinite(${column}) THEN '<c s="1"><v>' || ${serial} || '</v></c>' ELSE ${asWords} END`
  }
  if (MOMENT.has(typeId)) {
    const at = typeId === T.TIMESTAMP_TZ ? `(${column} AT TIME ZONE 'UTC')` : `${column}::TIMESTAMP`
    const serial = `(epoch_us(${at}) / 86400000000.0 + 25569)::VARCHAR`
    return `CASE WHEN ${at} >= TIMESTAMP '1900-03-01' AND isfinite(${at}) THEN '<c s="2"><v>' || ${serial} || '</v></c>' ELSE ${asWords} END`
  }
  return asWords
}

/** One row of a sheet as XML, on one line. A cell of inline text is never a formula, whatever it begins with. */
export function sheetRow(names: string[], types: DuckDBType[]): string {
  const cells = names.map((name, i) => `coalesce(${cell(name, types[i]!)}, '<c/>')`)
  return `concat('<row>', ${cells.join(', ')}, '</row>')`
}
