import type { Modality } from '../modality.ts'
import type { Scanner } from '../types.ts'

/** A rule of the protocol book, as the landing contract defines it. */
export interface Rule {
  when?: { manufacturer?: string; model?: string; field_strength_t?: number }
  target?: number
  tolerance?: number
  min?: number
  max?: number
  allowed?: (number | string)[]
  severity?: 'critical' | 'major' | 'minor'
}

export interface Step {
  step: string
  order: number
  required: boolean
  severity?: 'critical' | 'major' | 'minor'
  parameters: Record<string, Rule | Rule[]>
}

export interface Protocol {
  protocol_code: string
  version: number
  name_en: string
  name_zh: string
  modality: Modality
  body_part: string
  effective_from: string
  effective_to: string | null
  target_minutes: number
  contrast: boolean
  dose_reference: { CTDIvol?: number; DLP?: number }
  steps: Step[]
}

export const near = (target: number, share = 0.1): Rule => ({ target, tolerance: round(target * share) })
export const within = (target: number, tolerance: number): Rule => ({ target, tolerance })
export const oneOf = (...allowed: (number | string)[]): Rule => ({ allowed })
export const range = (min: number, max: number): Rule => ({ min, max })
/** Value on scanners of 3 T; elsewhere the other. */
export const at3T = (rule3T: Rule, other: Rule): Rule[] => [{ when: { field_strength_t: 3 }, ...rule3T }, other]

const round = (n: number) => Math.round(n * 1000) / 1000

/** Numbers the steps in the order in which they are written. */
export function inOrder(steps: Omit<Step, 'order'>[]): Step[] {
  return steps.map(({ step, required, ...rest }, i) => ({ step, order: i + 1, required, ...rest }))
}

/** The rule that holds on a scanner: the first that matches; null where the parameter is not ruled on it. */
export function ruleFor(rules: Rule | Rule[], scanner: Scanner): Rule | null {
  const list = Array.isArray(rules) ? rules : [rules]
  return list.find((rule) => matches(rule, scanner)) ?? null
}

function matches({ when }: Rule, scanner: Scanner): boolean {
  if (!when) return true
  if (when.manufacturer !== undefined && when.manufacturer !== scanner.manufacturer) return false
  if (when.model !== undefined && when.model !== scanner.model) return false
  return when.field_strength_t === undefined || when.field_strength_t === scanner.fieldStrengthT
}
