import { sql, type Kysely } from 'kysely'
import { asked } from '../db/asked.ts'
import { sumMinutes } from '../db/functions.ts'
import type { Database } from '../schema.ts'
import { inBothPeriods, isCurrent } from '../filter/scope.ts'
import type { Filters } from '../page/page-types.ts'

/** Sums over scanners and days; null where the staffed hours of every scanner are unknown. */
export interface Rooms {
  staffed_minutes: number | null
  down_minutes: number | null
  available_minutes: number | null
  occupied_in_hours_minutes: number | null
}

export type RoomsRow = Rooms & { modality: string; is_current: boolean }

export async function roomsByModality(db: Kysely<Database>, filters: Filters): Promise<RoomsRow[]> {
  const columns = { day: 's.day', center: 's.center_code', modality: 's.modality', scanner: 's.scanner_id' }
  return db
    .selectFrom('mart.scanner_day as s')
    .select([
      's.modality',
      isCurrent('s.day', filters).as('is_current'),
      sumMinutes('s.staffed_minutes').as('staffed_minutes'),
      sumMinutes('s.down_minutes').as('down_minutes'),
      sumMinutes('s.available_minutes').as('available_minutes'),
      sumMinutes('s.occupied_in_hours_minutes').as('occupied_in_hours_minutes'),
    ])
    .where(inBothPeriods(filters, columns))
    .groupBy(['s.modality', sql.ref('is_current')])
    .$castTo<RoomsRow>()
    .$call(asked('throughput.rooms'))
}
