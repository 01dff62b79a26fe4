import type { Day, Estimate, Names, PageBase } from '../page/page-types.ts'
import type { DeviationKind, Severity } from './compliance-types.ts'

/** A parameter that the book rules. */
export interface RuledParameter {
  protocol_code: string
  step: string
  parameter: string
}

export interface ParametersQuery {
  protocol?: string
  step?: string
  parameter?: string
  /** What ranks the table of what deviates. */
  rank: 'exams' | 'severity' | 'cost'
  /** Another band that is tried; a side that is left out is open. Undefined = none is tried. */
  band?: { min: number | null; max: number | null }
}

/** A value that a scanner logged, and how often. `text` where it is no number; both null where it is absent. */
export interface ObservedValue {
  value: number | null
  text: string | null
  exams: number
  deviating: number
}

/** One scanner's values beside the rule that judges them: that of the newest version that judged its exams. */
export interface Strip extends Names {
  scanner_id: string
  center_code: string
  protocol_version: number
  min_value: number | null
  max_value: number | null
  /** Values of a rule that lists them, as text. */
  allowed: string[] | null
  /** The rule in words, as deviations name it. */
  expected: string
  exams: number
  deviating: number
  /** The value of most exams; of several, the least. */
  majority: string | null
  values: ObservedValue[]
}

/** Of the values that are numbers, over the network as it is filtered. */
export interface WeekOfValues {
  week: Day
  exams: number
  deviating: number
  median: number | null
  p10: number | null
  p90: number | null
}

export interface ParetoRow extends RuledParameterOrStep {
  kind: DeviationKind
  severity: Severity | null
  exams: number
  centers: number
  /** Of all exams of the rows, those of this row and the rows before it. */
  cumulative_share: number
}

/**
 * With what its exams take: each as much as deviating exams of its protocol take more than compliant ones on average, whatever
 * they deviate in. Null where the protocol has no such figure.
 */
export interface CostedParetoRow extends ParetoRow {
  minutes: number | null
  cny: number | null
}

interface RuledParameterOrStep {
  protocol_code: string
  step: string | null
  parameter: string | null
}

export interface MissingTagCell {
  center_code: string
  scanner_id: string
  tag: string
  /** Exams of which a judged series lacked the tag. */
  exams: number
  /** Assessable exams of the scanner. */
  n: number
}

export interface WhatIfCenter extends Names {
  center_code: string
  assessable: number
  before: number
  after: number
  /** Exams whose verdict would be another. */
  changed: number
}

/** The protocol's exams with another band for the chosen parameter; nothing of it is stored. */
export interface WhatIf {
  min: number | null
  max: number | null
  before: Estimate
  after: Estimate
  changed: number
  centers: WhatIfCenter[]
}

/** Deviating exams against compliant ones of the same protocol and model of scanner, in exam minutes. */
export interface DeviationCost {
  protocol_code: string
  manufacturer: string | null
  model: string | null
  /** Exams with both times. */
  deviating: number
  compliant: number
  /** Median of the deviating less that of the compliant ones, with its 95 % interval. */
  difference: number
  low: number | null
  high: number | null
  /** Difference times deviating exams. */
  minutes: number
  /** Exams of either side that were made again, and the minutes of that beyond as many as compliant exams would have taken. */
  repeated: number
  compliant_repeated: number
  repeat_minutes: number
  /** Both minutes by what a staffed minute costs; null for who may not see money and where no ledger has come. */
  cny: number | null
  /** Performed exams that repeat another, on either side. */
  repeats: number
  compliant_repeats: number
}

export interface ParametersPage extends PageBase {
  /** What the page is about; null where the book rules nothing. */
  chosen: (RuledParameter & Names) | null
  protocols: (Names & { protocol_code: string })[]
  /** What the chosen protocol rules. */
  ruled: RuledParameter[]
  strips: Strip[]
  weeks: WeekOfValues[]
  pareto: CostedParetoRow[]
  pareto_rank: ParametersQuery['rank']
  missing_tags: MissingTagCell[]
  /** The costliest first. */
  costs: DeviationCost[]
  what_if: WhatIf | null
}
