import { sql, type Kysely } from 'kysely'
import { hourOfWeek } from '../../db/functions.ts'
import type { Database } from '../../schema.ts'
import { inScope } from '../shared/scope.ts'
import type { Filters } from '../types/common.ts'
import type { HeatMap } from '../types/throughput.ts'
import { EXAM_COLUMNS } from './counts.ts'

interface Cell {
  modality: string
  place: number
  exams: number
}

/** Performed exams by the center's local hour of the week in which they started; 168 cells a modality. */
export async function heatMap(db: Kysely<Database>, filters: Filters): Promise<HeatMap[]> {
  const cells = await db
    .selectFrom('exam as e')
    .innerJoin('center as c', 'c.center_code', 'e.center_code')
    .select(['e.modality', hourOfWeek('e.started_at', 'c.time_zone').as('place'), sql<number>`count(*)`.as('exams')])
    .where(inScope(filters, EXAM_COLUMNS))
    .where('e.performed', '=', true)
    .where('e.started_at', 'is not', null)
    .groupBy(['e.modality', sql.ref('place')])
    .$castTo<Cell>()
    .execute()
  const modalities = [...new Set(cells.map((cell) => cell.modality))].sort()
  return modalities.map((modality) => {
    const exams_started = new Array<number>(168).fill(0)
    for (const cell of cells) if (cell.modality === modality) exams_started[cell.place] = cell.exams
    return { modality, exams_started }
  })
}
