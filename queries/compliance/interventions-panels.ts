import { pick, type Panel } from '../panel/panel.ts'
import { VERSION_OUTCOMES } from './intervention-effects.ts'
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

const versions: Panel<InterventionsPage> = {
  id: 'versions',
  from: { q: 'interventions.versions' },
  select: `SELECT protocol_code, version, modality, effective_from AS from_date FROM q ORDER BY from_date DESC, protocol_code`,
  shows: (page) => page.versions.map((row) => pick(row, ['protocol_code', 'version', 'modality', 'from_date'])),
}

const VERSION_PART = [
  ...(['scanner_id', 'protocol_code', 'center_code', 'modality', 'is_changed', 'part', 'exams'] as const),
  ...VERSION_OUTCOMES,
]

/** Scanner by scanner and protocol, those that kept their version too. */
const versionEffects: Panel<InterventionsPage> = {
  id: 'version_effects',
  from: { q: 'interventions.version_scanners' },
  select: `SELECT ${VERSION_PART.join(', ')} FROM q ORDER BY is_changed DESC, protocol_code, scanner_id, part`,
  shows: (page) => page.version_scanners.map((row) => pick(row, VERSION_PART)),
}

export const interventionsPanels: Panel<InterventionsPage>[] = [declared, effects, versions, versionEffects]
