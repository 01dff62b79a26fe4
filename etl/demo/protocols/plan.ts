import type { Scanner } from '../types.ts'
import { ruleFor, type Protocol, type Rule } from './rules.ts'

/** How values of one ruled parameter are drawn on one scanner. */
export interface ParameterPlan {
  name: string
  kind: 'number' | 'choice' | 'list'
  /** Where the scanner's own setting lies, and how far it is from there to the rule's bounds; Infinity = no such bound. */
  center: number
  below: number
  above: number
  /** How far a value strays by itself; always within the bounds. */
  reach: number
  /** Factor that rounds a value: 1 for whole numbers, 10, 100 … */
  digits: number
  choices: readonly (number | string)[]
}

export interface StepPlan {
  step: string
  required: boolean
  parameters: ParameterPlan[]
}

const DIGITS: Record<string, number> = {
  EchoTime: 10,
  SliceThickness: 100,
  SpiralPitchFactor: 1000,
  AverageGlandularDose: 100,
  UptakeTime: 10,
}

/** The series that a scanner takes for a protocol, with its own settings within the rules. */
export function planOf(protocol: Protocol, scanner: Scanner): StepPlan[] {
  return protocol.steps.map(({ step, required, parameters }) => ({
    step,
    required,
    parameters: Object.entries(parameters).flatMap(([name, rules]) => {
      const rule = ruleFor(rules, scanner)
      return rule ? [parameterPlan(name, rule, scanner)] : []
    }),
  }))
}

function parameterPlan(name: string, rule: Rule, scanner: Scanner): ParameterPlan {
  if (rule.allowed) {
    // A diffusion series holds all its b-values; every other listed parameter is one of them.
    const kind = name === 'DiffusionBValue' ? 'list' : 'choice'
    return { name, kind, center: 0, below: 0, above: 0, reach: 0, digits: 1, choices: rule.allowed }
  }
  const [low, high] = bounds(rule)
  const half = (high - low) / 2
  const center = (low + high) / 2 + scanner.bias * half
  const digits = DIGITS[name] ?? (center < 20 ? 10 : 1)
  const above = rule.target === undefined && rule.max === undefined ? Infinity : high - center
  const below = rule.target === undefined && rule.min === undefined ? Infinity : center - low
  return { name, kind: 'number', center, below, above, reach: half * (1 - Math.abs(scanner.bias)), digits, choices: [] }
}

/** A bound that is missing is put where real values would lie. */
function bounds({ target, tolerance, min, max }: Rule): [number, number] {
  if (target !== undefined) return [target - tolerance!, target + tolerance!]
  if (min !== undefined) return [min, max ?? min * 1.5]
  return [max! * 0.55, max!]
}
