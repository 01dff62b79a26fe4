import { pick, type Panel } from '../panel/panel.ts'
import type { InterventionsPage } from './interventions-types.ts'

const DECLARED = ['name_en', 'scanner_id', 'center_code', 'kind', 'from_date', 'to_date'] as const

const declared: Panel<InterventionsPage> = {
  id: 'declared',
  from: { q: 'interventions.declared' },
  select: `SELECT ${DECLARED.join(', ')} FROM q ORDER BY from_date DESC, name_en`,
  shows: (page) => page.declared.map((row) => pick(row, DECLARED)),
}

const PART = [
  ...([
    'scanner_id',
    'center_code',
    'modality',
    'is_changed',
    'part',
    'exams',
    'exam_minutes',
    'scan_minutes',
  ] as const),
  ...(['exams_per_staffed_hour', 'repeat_rate', 'dose_over_reference_rate'] as const),
]

/** Scanner by scanner, those without the change too: what the differences are worked out of. */
const effects: Panel<InterventionsPage> = {
  id: 'effects',
  from: { q: 'interventions.scanners' },
  select: `SELECT ${PART.join(', ')} FROM q ORDER BY is_changed DESC, scanner_id, part`,
  shows: (page) => page.scanners.map((row) => pick(row, PART)),
}

export const interventionsPanels: Panel<InterventionsPage>[] = [declared, effects]
