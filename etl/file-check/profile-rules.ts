import type { Column } from '../contracts/contract.ts'
import type { ProfileProblem } from './problem.ts'
import type { ColumnRule } from './profile-schema.ts'
import { fold } from './tidy.ts'

/** What is wrong with the rule of a column: keys that are for other types, values that the contract does not allow. */
export function ruleProblems(path: string, rule: ColumnRule, column: Column): ProfileProblem[] {
  const say = (key: string, message: string) => ({ path: `${path}.${key}`, message })
  const problems: ProfileProblem[] = []
  const only = (keys: (keyof ColumnRule)[], what: string, types: Column['type'][]) => {
    for (const key of keys)
      if (rule[key] !== undefined && !types.includes(column.type))
        problems.push(say(key, `is for ${what}; ${column.name} is a ${column.type}`))
  }
  only(['unit', 'decimal', 'absolute', 'round', 'sum'], 'numbers', ['amount', 'number', 'integer'])
  only(['excel', 'order', 'zone'], 'days and times', ['timestamp', 'date', 'month'])
  only(['epoch'], 'instants', ['timestamp'])
  only(['object'], 'JSON objects', ['parameters'])
  if (rule.age_on && column.name !== 'patient_birth_year')
    problems.push(say('age_on', 'is for patient_birth_year only'))
  const { allowed } = column
  const isAllowed = (value: string) => !allowed || allowed.some((a) => a.toLowerCase() === value.trim().toLowerCase())
  const list = allowed?.join(', ')
  for (const key of ['constant', 'default'] as const)
    if (rule[key] !== undefined && !rule.codes && !isAllowed(rule[key]!))
      problems.push(say(key, `"${rule[key]}" is none of ${list}`))
  for (const [from, to] of Object.entries(rule.codes ?? {}))
    if (to !== '' && !isAllowed(to)) problems.push(say(`codes.${from}`, `"${to}" is none of ${list}`))
  const folded = Object.keys(rule.codes ?? {}).map(fold)
  const twice = folded.find((f, i) => folded.indexOf(f) !== i)
  if (twice !== undefined) problems.push(say('codes', `has "${twice}" twice, but for blanks, width or case: keep one`))
  return problems
}
