import { sql, type Kysely } from 'kysely'
import { asked } from '../db/asked.ts'
import { hourOfWeek } from '../db/functions.ts'
import { centerClocks } from './center-clocks.ts'
import type { Database } from '../schema.ts'
import { inScope } from '../filter/scope.ts'
import type { Filters } from '../page/page-types.ts'
import type { HeatMap } from './throughput-types.ts'

const EXAM_COLUMNS = { day: 'e.day', center: 'e.center_code', modality: 'e.modality', scanner: 'e.scanner_id' }

const CLOCK = { day: 'e.day', timeZone: 'c.time_zone', offset: 'c.clock_offset', isSteady: 'c.is_steady' }

/** Performed exams by the center's local hour of the week in which they started; 168 cells a modality. */
export async function heatMap(db: Kysely<Database>, filters: Filters): Promise<HeatMap[]> {
  const cells = await db
    .selectFrom('exam as e')
    .innerJoin(centerClocks(db, filters).as('c'), 'c.center_code', 'e.center_code')
    .select(['e.modality', hourOfWeek('e.started_at', CLOCK).as('place'), sql<number>`count(*)`.as('exams')])
    .where(inScope(filters, EXAM_COLUMNS))
    .where('e.performed', '=', true)
    .where('e.started_at', 'is not', null)
    .groupBy(['e.modality', sql.ref('place')])
    .$call(asked('throughput.hours_of_week'))
  const modalities = [...new Set(cells.map((cell) => cell.modality))].sort()
  return modalities.map((modality) => {
    const exams_started = new Array<number>(168).fill(0)
    for (const cell of cells) if (cell.modality === modality) exams_started[cell.place] = cell.exams
    return { modality, exams_started }
  })
}
