/** How one table finds its partner in another: the same number of columns on both sides, in order. */
export interface Relation {
  table: string
  columns: readonly string[]
  to: string
  toColumns: readonly string[]
}

const same = (table: string, to: string, ...columns: string[]): Relation => ({ table, columns, to, toColumns: columns })

const EXAM_KEY = ['center_code', 'accession_no']
const OF_CENTER = [
  'scanner',
  'exam',
  'cost',
  'scanner_state',
  'scanner_fault',
  'partner_terms',
  'step_alias',
  'budget',
  'intervention',
  'mart.center_day',
  'mart.center_month',
  'mart.scanner_day',
  'mart.scanner_month',
  'mart.scanner_ledger',
  'mart.ai_pair_day',
  'mart.ai_coverage_month',
  'mart.exam_money_month',
  'mart.exam_money_protocol_month',
  'mart.exam_money_payer_month',
  'mart.leak',
]
const OF_EXAM = [
  'acquisition',
  'ai_result',
  'charge',
  'mart.exam_compliance',
  'mart.deviation',
  'mart.ai_reading',
  'mart.exam_money',
  'mart.leak',
]
const OF_SCANNER = [
  'exam',
  'acquisition',
  'scanner_state',
  'scanner_fault',
  'staffing',
  'intervention',
  'mart.scanner_day',
  'mart.scanner_month',
  'mart.scanner_ledger',
]
const OF_FILE = ['exam', 'acquisition', 'scanner_state', 'scanner_fault', 'ai_result', 'charge', 'cost']

/** The joins that hold in every snapshot; a test compares their columns with the published tables. */
export const RELATIONS: readonly Relation[] = [
  ...OF_CENTER.map((table) => same(table, 'center', 'center_code')),
  ...OF_EXAM.map((table) => same(table, 'exam', ...EXAM_KEY)),
  ...OF_SCANNER.map((table) => same(table, 'scanner', 'scanner_id')),
  ...OF_FILE.map((table) => ({ table, columns: ['source_file_id'], to: 'ops.source_file', toColumns: ['file_id'] })),
  same('exam', 'procedure', 'procedure_code'),
  same('charge', 'procedure', 'procedure_code'),
  same('mart.leak', 'procedure', 'procedure_code'),
  same('protocol_rule', 'protocol', 'protocol_code', 'version'),
  ...['mart.exam_compliance', 'mart.deviation'].map((table) => ({
    table,
    columns: ['protocol_code', 'protocol_version'],
    to: 'protocol',
    toColumns: ['protocol_code', 'version'],
  })),
  same('ai_result', 'ai_product', 'product_code'),
  same('mart.ai_reading', 'ai_product', 'product_code'),
  same('mart.ai_run_day', 'ai_product', 'product_code'),
  same('mart.ai_reading', 'finding', 'finding_code'),
  same('mart.ai_pair_day', 'finding', 'finding_code'),
  same('mart.ai_coverage_month', 'finding', 'finding_code'),
  same('ops.reject', 'ops.source_file', 'file_id'),
  same('ops.source_file', 'ops.run', 'run_id'),
  same('ops.check', 'ops.run', 'run_id'),
]

/** Relations of a table, seen from it: the other side's table, and what joins them. */
export function relationsOf(table: string): Relation[] {
  return RELATIONS.flatMap((relation) => {
    if (relation.table === table) return [relation]
    const { to, toColumns, columns } = relation
    return to === table ? [{ table, columns: toColumns, to: relation.table, toColumns: columns }] : []
  })
}

/** The join as one writes it behind the two tables. */
export function joinCondition({ columns, toColumns }: Relation, left: string, right: string): string {
  if (columns.every((column, place) => column === toColumns[place])) return `USING (${columns.join(', ')})`
  return `ON ${columns.map((column, place) => `${left}.${column} = ${right}.${toColumns[place]}`).join(' AND ')}`
}
