import type { Locale } from '../preferences.ts'
import type { SqlSchema } from '../sql/sql-types.ts'
import { mainZh } from './schema-main.zh.ts'
import { martZh } from './schema-mart.zh.ts'
import { opsZh } from './schema-ops.zh.ts'
import type { TableWords } from './table-words.ts'

/** Columns that mean the same in many tables; a table that means something else by the name says so itself. */
const COMMON: Record<string, string> = {
  center_code: '中心（main.center）',
  scanner_id: '设备（main.scanner）',
  accession_no: '检查号，在中心内唯一',
  modality: 'DICOM 设备类型',
  body_part: 'DICOM 检查部位（Body Part Examined）',
  protocol_code: '协议',
  procedure_code: '收费项目（main.procedure）',
  product_code: 'AI 产品（main.ai_product）',
  product_version: '产品版本',
  event_id: '设备日志中的事件',
  day: '中心当地日期',
  month: '月份首日',
  started_at: '开始时间',
  score: '评分，0…1',
  reader_action: 'accepted（接受）、rejected（拒绝）、modified（修改）或 ignored（忽略）',
  updated_at: '来源系统最后更改该行的时间',
  source_file_id: '该行所在的文件（ops.source_file.file_id）',
  source_line: '该行在文件中的起始行号，1 = 首行',
  feed: '数据源',
}

const ZH: Record<string, TableWords> = { ...mainZh, ...martZh, ...opsZh }

/** What a table's row or one of its columns is, in Chinese; null where the dictionary has none. */
export const rowZh = (table: string): string | null => ZH[table]?.row ?? null
export const columnZh = (table: string, column: string): string | null =>
  ZH[table]?.columns[column] ?? COMMON[column] ?? null

/** The published tables with comments in the reader's language; what no dictionary knows keeps its own. */
export function schemaFor(schema: SqlSchema, locale: Locale): SqlSchema {
  if (locale !== 'zh-CN') return schema
  const tables = schema.tables.map((table) => {
    const name = `${table.schema}.${table.name}`
    const columns = table.columns.map((column) => ({
      ...column,
      comment: columnZh(name, column.name) ?? column.comment,
    }))
    return { ...table, comment: rowZh(name) ?? table.comment, columns }
  })
  return { ...schema, tables }
}
