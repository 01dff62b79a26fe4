import { differenceInDifferences, type BeforeAfter } from '../statistics/difference-in-differences.ts'
import type { Evidence } from '../statistics/evidence.ts'
import type {
  ChangeOutcome,
  Effect,
  EffectVerdict,
  Outcome,
  Part,
  PartOf,
  VersionOutcome,
} from './interventions-types.ts'

export const OUTCOMES: readonly ChangeOutcome[] = [
  'exam_minutes',
  'scan_minutes',
  'exams_per_staffed_hour',
  'repeat_rate',
  'dose_over_reference_rate',
]

export const VERSION_OUTCOMES: readonly VersionOutcome[] = [
  'compliance_rate',
  'exam_minutes',
  'scan_minutes',
  'dlp_mgy_cm',
  'repeat_rate',
  'agreement_rate',
]

/** Figures whose units have no level in common: how far each moved is told as a share of where it was. */
const isRelative = (outcome: Outcome) => outcome === 'dlp_mgy_cm'

/** A unit of fewer exams on either side says nothing of it. */
const FEWEST_EXAMS = 20

interface Unit extends BeforeAfter {
  is_changed: boolean
  exams: number
}

const keyOf = ({ scanner_id, protocol_code }: Pick<PartOf<never>, 'scanner_id' | 'protocol_code'>) =>
  JSON.stringify([scanner_id, protocol_code])

/** Units with enough exams in both parts, and their figure in each. */
function unitsOf<Figure extends Outcome>(
  rows: PartOf<Figure>[],
  outcome: Figure,
  [first, second]: readonly [Part, Part],
): Unit[] {
  const later = new Map(rows.filter(({ part }) => part === second).map((row) => [keyOf(row), row]))
  return rows.flatMap((row) => {
    const other = later.get(keyOf(row))
    if (row.part !== first || !other || Math.min(row.exams, other.exams) < FEWEST_EXAMS) return []
    const [before, after]: (number | null)[] = [row[outcome], other[outcome]]
    if (before === null || after === null || before === undefined || after === undefined) return []
    if (isRelative(outcome) && before <= 0) return []
    return [{ is_changed: row.is_changed, before, after, exams: row.exams + other.exams }]
  })
}

const moved = (outcome: Outcome, units: Unit[]): BeforeAfter[] =>
  isRelative(outcome) ? units.map(({ before, after }) => ({ before: 1, after: after / before })) : units

function sidesOf(outcome: Outcome, units: Unit[]) {
  const [changed, others] = [units.filter((unit) => unit.is_changed), units.filter((unit) => !unit.is_changed)]
  return { changed, others, evidence: differenceInDifferences(moved(outcome, changed), moved(outcome, others)) }
}

const isFound = ({ verdict }: Evidence) => verdict === 'higher' || verdict === 'lower'

function verdictOf(evidence: Evidence, placebo: Evidence): EffectVerdict {
  if (evidence.verdict === 'not_judged') return 'not_judged'
  if (isFound(placebo)) return 'not_alike'
  return isFound(evidence) ? 'effect' : 'none'
}

const mean = (units: Unit[], of: 'before' | 'after') => units.reduce((sum, unit) => sum + unit[of], 0) / units.length

const intervalOf = ({ difference, low, high }: Evidence) => ({ difference, low, high })

/** What a change did, by modality and figure; figures that no changed unit has on both sides are left out. */
export function effectsOf<Figure extends Outcome>(rows: PartOf<Figure>[], outcomes: readonly Figure[]): Effect[] {
  const modalities = [...new Set(rows.filter((row) => row.is_changed).map(({ modality }) => modality))].sort()
  return modalities.flatMap((modality) =>
    outcomes.flatMap((outcome): Effect[] => {
      const mine = rows.filter((row) => row.modality === modality)
      const { changed, others, evidence } = sidesOf(outcome, unitsOf(mine, outcome, ['before', 'after']))
      if (changed.length === 0 || others.length === 0) return []
      const placebo = sidesOf(outcome, unitsOf(mine, outcome, ['earlier', 'before'])).evidence
      return [
        {
          ...{ modality, outcome, ...intervalOf(evidence), placebo: intervalOf(placebo) },
          ...{ scanners: changed.length, others: others.length },
          exams: changed.reduce((sum, { exams }) => sum + exams, 0),
          ...{ before: mean(changed, 'before'), after: mean(changed, 'after') },
          ...{ others_before: mean(others, 'before'), others_after: mean(others, 'after') },
          is_relative: isRelative(outcome),
          verdict: verdictOf(evidence, placebo),
        },
      ]
    }),
  )
}
