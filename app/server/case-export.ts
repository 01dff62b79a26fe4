import { Readable } from 'node:stream'
import type { CaseKind, Said } from '#queries/cases/case-types.ts'
import type { AuditItem } from '#queries/compliance/audit-types.ts'
import { parameterUnit } from '#queries/compliance/parameter-units.ts'
import type { DiscordantReading } from '#queries/concordance/cases-types.ts'
import type { Answer, Filters } from '#queries/page/page-types.ts'
import { BYTE_ORDER_MARK, csvLine } from '../csv.ts'
import { workbook } from './sql/exports/workbook.ts'
import { textRow as row } from './workbook/parts.ts'

type Cell = string | number | null

/** A list of cases with what was said of each, and what is to be known of it: filter, snapshot and time. */
export interface CaseTable {
  about: [string, string][]
  columns: string[]
  rows: Cell[][]
}

interface Cases {
  deviation: AuditItem
  reading: DiscordantReading
}

/** What a list says of each case before what people said. */
const COLUMNS: { [Kind in CaseKind]: (keyof Cases[Kind] & string)[] } = {
  deviation: [
    ...(['center_code', 'accession_no', 'day', 'age_days', 'scanner_id', 'protocol_code', 'step'] as const),
    ...(['parameter', 'kind', 'severity', 'observed', 'expected', 'state'] as const),
  ],
  reading: [
    ...(['center_code', 'accession_no', 'day', 'age_days', 'modality', 'scanner_id', 'product_code'] as const),
    ...(['product_version', 'finding_code', 'outcome', 'score', 'state'] as const),
  ],
}

const SAID = ['reason', 'comment', 'assigned_to', 'due', 'user_name', 'at'] as const

type ListPage<Item> = Answer<{ snapshot_id: string; filters: Filters; items: { rows: Item[] } }>

export function caseTable<Kind extends CaseKind>(
  kind: Kind,
  page: ListPage<Cases[Kind]>,
  search: URLSearchParams,
  now: Date,
): CaseTable {
  const items = page.snapshot_id === null ? [] : page.items.rows
  return {
    about: [
      ['snapshot_id', page.snapshot_id ?? ''],
      ['written_at', now.toISOString()],
      ['filters', JSON.stringify(page.filters)],
      ['asked', String(search)],
    ],
    columns: [...COLUMNS[kind], ...(kind === 'deviation' ? ['unit'] : []), ...SAID],
    rows: items.map((item) => [
      ...COLUMNS[kind].map((name) => item[name] as Cell),
      ...('parameter' in item ? [parameterUnit(item.parameter)] : []),
      ...SAID.map((name) => (item.mark as Said | null)?.[name] ?? null),
    ]),
  }
}

/** What is to be known stands in the first lines. */
export function caseCsv({ about, columns, rows }: CaseTable): string {
  return [BYTE_ORDER_MARK, ...about.map(csvLine), csvLine([]), csvLine(columns), ...rows.map(csvLine)].join('')
}

/** What is to be known stands on the second sheet. */
export function caseWorkbook({ about, columns, rows }: CaseTable): Readable {
  const lines = rows.map((cells) => Buffer.from(row(cells.map((cell) => (cell === null ? '' : String(cell))))))
  return workbook(
    () => columns,
    Readable.from(lines),
    () => Promise.resolve(about),
    () => {},
  )
}
