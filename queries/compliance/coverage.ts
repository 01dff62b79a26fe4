import { sql, type Kysely, type SqlBool } from 'kysely'
import { asked } from '../db/asked.ts'
import { sumCount } from '../db/functions.ts'
import type { Database, MartScannerDay } from '../schema.ts'
import { inBothPeriods, inScope, isCurrent } from '../filter/scope.ts'
import type { Filters } from '../page/page-types.ts'

const inBook = () => sql<SqlBool>`d.modality IN (SELECT p.modality FROM main.protocol p)`

/** Center days, or scanner days where a scanner filter asks for them. */
function days(db: Kysely<Database>, filters: Filters) {
  const table = sql.table(filters.scanner.length > 0 ? 'mart.scanner_day' : 'mart.center_day')
  type Day = Pick<MartScannerDay, 'day' | 'center_code' | 'modality' | 'exams_performed'>
  return db.selectFrom(sql<Day>`${table}`.as('d')).where(inBook())
}

function columns(filters: Filters) {
  const scanner = filters.scanner.length > 0 ? { scanner: 'd.scanner_id' } : {}
  return { day: 'd.day', center: 'd.center_code', modality: 'd.modality', ...scanner }
}

/** Performed exams of the modalities in the protocol book: what coverage is measured against. */
export async function performedInBook(db: Kysely<Database>, filters: Filters) {
  return days(db, filters)
    .where(inBothPeriods(filters, columns(filters)))
    .select([
      'd.modality',
      isCurrent('d.day', filters).as('is_current'),
      sumCount('d.exams_performed').as('exams_performed'),
    ])
    .groupBy(['d.modality', sql.ref('is_current')])
    .$castTo<{ modality: string; is_current: boolean; exams_performed: number }>()
    .$call(asked('compliance.performed'))
}

export async function performedInBookByCenter(db: Kysely<Database>, filters: Filters) {
  return days(db, filters)
    .where(inScope(filters, columns(filters)))
    .select(['d.center_code', sumCount('d.exams_performed').as('exams_performed')])
    .groupBy('d.center_code')
    .$castTo<{ center_code: string; exams_performed: number }>()
    .$call(asked('compliance.performed_by_center'))
}
