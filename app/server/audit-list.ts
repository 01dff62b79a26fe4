import { Readable } from 'node:stream'
import type { AuditItem, AuditPage } from '#queries/compliance/audit-types.ts'
import { parameterUnit } from '#queries/compliance/parameter-units.ts'
import type { Answer } from '#queries/page/page-types.ts'
import { BYTE_ORDER_MARK, csvLine } from '../csv.ts'
import { workbook } from './sql/exports/workbook.ts'
import { textRow as row } from './workbook/parts.ts'

type Cell = string | number | null

/** The list of deviations with what was said of each, and what is to be known of it: filter, snapshot and time. */
export interface AuditTable {
  about: [string, string][]
  columns: string[]
  rows: Cell[][]
}

const OF_DEVIATION = [
  ...['center_code', 'accession_no', 'day', 'age_days', 'scanner_id', 'protocol_code', 'step', 'parameter', 'kind'],
  ...['severity', 'observed', 'expected', 'state'],
] as (keyof AuditItem & string)[]

const OF_MARK = ['reason', 'comment', 'user_name', 'at'] as const

export function auditTable(page: Answer<AuditPage>, search: URLSearchParams, now: Date): AuditTable {
  const items = page.snapshot_id === null ? [] : page.items.rows
  return {
    about: [
      ['snapshot_id', page.snapshot_id ?? ''],
      ['written_at', now.toISOString()],
      ['filters', JSON.stringify(page.filters)],
      ['asked', String(search)],
    ],
    columns: [...OF_DEVIATION, 'unit', ...OF_MARK],
    rows: items.map((item) => [
      ...OF_DEVIATION.map((name) => item[name] as Cell),
      parameterUnit(item.parameter),
      ...OF_MARK.map((name) => item.mark?.[name] ?? null),
    ]),
  }
}

/** What is to be known stands in the first lines. */
export function auditCsv({ about, columns, rows }: AuditTable): string {
  return [BYTE_ORDER_MARK, ...about.map(csvLine), csvLine([]), csvLine(columns), ...rows.map(csvLine)].join('')
}

/** What is to be known stands on the second sheet. */
export function auditWorkbook({ about, columns, rows }: AuditTable): Readable {
  const lines = rows.map((cells) => Buffer.from(row(cells.map((cell) => (cell === null ? '' : String(cell))))))
  return workbook(
    () => columns,
    Readable.from(lines),
    () => Promise.resolve(about),
    () => {},
  )
}
