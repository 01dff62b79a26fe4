import { differenceInDifferences, type BeforeAfter } from '../statistics/difference-in-differences.ts'
import type { Evidence } from '../statistics/evidence.ts'
import type { Effect, EffectVerdict, Outcome, Part, ScannerPart } from './interventions-types.ts'

export const OUTCOMES: readonly Outcome[] = [
  'exam_minutes',
  'scan_minutes',
  'exams_per_staffed_hour',
  'repeat_rate',
  'dose_over_reference_rate',
]

/** A scanner of fewer exams on either side says nothing of it. */
const FEWEST_EXAMS = 20

interface Unit extends BeforeAfter {
  is_changed: boolean
  exams: number
}

/** Scanners with enough exams in both parts, and their figure in each. */
function unitsOf(rows: ScannerPart[], outcome: Outcome, [first, second]: readonly [Part, Part]): Unit[] {
  const later = new Map(rows.filter(({ part }) => part === second).map((row) => [row.scanner_id, row]))
  return rows.flatMap((row) => {
    const other = later.get(row.scanner_id)
    if (row.part !== first || !other || Math.min(row.exams, other.exams) < FEWEST_EXAMS) return []
    const [before, after] = [row[outcome], other[outcome]]
    if (before === null || after === null) return []
    return [{ is_changed: row.is_changed, before, after, exams: row.exams + other.exams }]
  })
}

function sidesOf(units: Unit[]) {
  const [changed, others] = [units.filter((unit) => unit.is_changed), units.filter((unit) => !unit.is_changed)]
  return { changed, others, evidence: differenceInDifferences(changed, others) }
}

const isFound = ({ verdict }: Evidence) => verdict === 'higher' || verdict === 'lower'

function verdictOf(evidence: Evidence, placebo: Evidence): EffectVerdict {
  if (evidence.verdict === 'not_judged') return 'not_judged'
  if (isFound(placebo)) return 'not_alike'
  return isFound(evidence) ? 'effect' : 'none'
}

const mean = (units: Unit[], of: 'before' | 'after') => units.reduce((sum, unit) => sum + unit[of], 0) / units.length

const intervalOf = ({ difference, low, high }: Evidence) => ({ difference, low, high })

/** What a change did, by modality and figure; figures that no changed scanner has on both sides are left out. */
export function effectsOf(rows: ScannerPart[]): Effect[] {
  const modalities = [...new Set(rows.filter((row) => row.is_changed).map(({ modality }) => modality))].sort()
  return modalities.flatMap((modality) =>
    OUTCOMES.flatMap((outcome): Effect[] => {
      const mine = rows.filter((row) => row.modality === modality)
      const { changed, others, evidence } = sidesOf(unitsOf(mine, outcome, ['before', 'after']))
      if (changed.length === 0 || others.length === 0) return []
      const placebo = sidesOf(unitsOf(mine, outcome, ['earlier', 'before'])).evidence
      return [
        {
          ...{ modality, outcome, ...intervalOf(evidence), placebo: intervalOf(placebo) },
          ...{ scanners: changed.length, others: others.length },
          exams: changed.reduce((sum, { exams }) => sum + exams, 0),
          ...{ before: mean(changed, 'before'), after: mean(changed, 'after') },
          ...{ others_before: mean(others, 'before'), others_after: mean(others, 'after') },
          verdict: verdictOf(evidence, placebo),
        },
      ]
    }),
  )
}
