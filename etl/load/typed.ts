import type { Column, Condition, Contract } from '../contracts/contract.ts'
import { publishedName } from '../contracts/contract.ts'
import { literal } from '../sql-text.ts'

const list = (values: readonly string[]) => values.map(literal).join(', ')

/** How raw text is read: CSV tolerates yuan signs in amounts, and a profile marks what it refuses itself. */
export type Source = 'csv' | 'profile' | 'other'

/** What a profile puts before a value that it refuses (etl/file-check/convert.ts). */
const isBadType = (r: string) => `starts_with(${r}, chr(1))`
const isNotAllowed = (r: string) => `starts_with(${r}, chr(2))`

const raw = (name: string) => `"r_${name}"`
const typed = (name: string) => `"t_${name}"`

function holds(condition: Condition): string {
  return `coalesce(${typed(condition.column)} IN (${list(condition.in)}), false)`
}

function parse(c: Column, source: Source): string {
  const r = raw(c.name)
  switch (c.type) {
    case 'text':
      if (c.allowed) return parseAllowed(r, c)
      return source === 'profile' ? `CASE WHEN NOT (${isBadType(r)} OR ${isNotAllowed(r)}) THEN ${r} END` : r
    case 'amount':
      return source !== 'other' ? `parse_csv_amount(${r})` : `parse_plain_amount(${r})`
    case 'parameters':
      return `parse_object(${r})`
    default:
      return `parse_${c.type}(${r})`
  }
}

function parseAllowed(r: string, c: Column): string {
  const allowed = c.allowed!
  const odd = allowed.map((value) => `WHEN ${literal(value.toLowerCase())} THEN ${literal(value)}`).join(' ')
  const fallback = c.default ? `WHEN ${r} IS NULL THEN ${literal(c.default)} ` : ''
  return `CASE ${fallback}WHEN ${r} IN (${list(allowed)}) THEN ${r} ELSE (CASE lower(${r}) ${odd} END) END`
}

/** A rule that a row may break, in the contract's order of rules. */
interface Breach {
  reason: string
  column: Column
  when: string
}

const applies = (c: Column) => (c.appliesWhen ? ` AND ${holds(c.appliesWhen)}` : '')

function breaches(contract: Contract, source: Source): Breach[] {
  const of = (reason: string, test: (c: Column) => string | null): Breach[] =>
    contract.columns.flatMap((column) => {
      const when = test(column)
      return when ? [{ reason, column, when }] : []
    })
  const unread = (c: Column) => `(${raw(c.name)} IS NOT NULL AND ${typed(c.name)} IS NULL${applies(c)})`
  return [
    ...of('missing_value', (c) => {
      if (c.required) return `${raw(c.name)} IS NULL`
      return c.requiredWhen ? `(${raw(c.name)} IS NULL AND ${holds(c.requiredWhen)})` : null
    }),
    ...of('bad_type', (c) => {
      if (c.type === 'text') return source === 'profile' ? `coalesce(${isBadType(raw(c.name))}, false)` : null
      return source === 'profile' ? `(${unread(c)} AND NOT ${isNotAllowed(raw(c.name))})` : unread(c)
    }),
    ...of('not_allowed', (c) => {
      if (source === 'profile' && !c.allowed) return `coalesce(${isNotAllowed(raw(c.name))}, false)`
      return c.allowed ? unread(c) : null
    }),
    ...of('out_of_range', (c) => {
      const bounds = [
        c.min === undefined ? [] : `${typed(c.name)} < ${c.min}`,
        c.max === undefined ? [] : `${typed(c.name)} > ${c.max}`,
      ].flat()
      return bounds.length > 0 ? `coalesce(${bounds.join(' OR ')}, false)` : null
    }),
  ]
}

function breachValue({ column }: Breach, source: Source): string {
  const value = source === 'profile' ? `ltrim(${raw(column.name)}, chr(1) || chr(2))` : raw(column.name)
  const shown = column.hashedAs || column.masked ? `CASE WHEN ${raw(column.name)} IS NOT NULL THEN '***' END` : value
  return `{'reason': ${'__REASON__'}, 'column': ${literal(column.name)}, 'value': reject_value(${shown})}`
}

function publish(c: Column): string {
  const name = publishedName(c)
  if (c.hashedAs) return `keyed_hash(${typed('center_code')}, ${literal(c.hashedAs)}, ${typed(c.name)}) AS "${name}"`
  if (c.droppedWhen) return `CASE WHEN NOT ${holds(c.droppedWhen)} THEN ${typed(c.name)} END AS "${name}"`
  if (c.appliesWhen) return `CASE WHEN ${holds(c.appliesWhen)} THEN ${typed(c.name)} END AS "${name}"`
  return `${typed(c.name)} AS "${name}"`
}

/** Columns of a staged row behind `file_index` and `line`, as history keeps them. */
export function stagedColumns(contract: Contract): string[] {
  return contract.columns.filter((c) => !c.unpublished).map(publishedName)
}

/**
 * SELECT that turns raw text columns `r_<column>` of `from` into typed ones, and says of each row which rule it breaks
 * first: `problem` is null for a sound row, else {reason, column, value}. `passed` names columns handed through.
 * Rules that hang on reference data (unknown codes, order of local times) are not judged here.
 */
export function typedSelect(contract: Contract, source: Source, from: string, passed: string[]): string {
  const rules = breaches(contract, source)
  const parsed = contract.columns.map((c) => `${parse(c, source)} AS ${typed(c.name)}`)
  const any = rules.map((rule) => rule.when).join('\n    OR ')
  const first = rules
    .map((rule) => `WHEN ${rule.when} THEN ${breachValue(rule, source).replace('__REASON__', literal(rule.reason))}`)
    .join('\n    ')
  return `SELECT ${[...passed, ...contract.columns.filter((c) => !c.unpublished).map(publish)].join(', ')},
  CASE WHEN NOT sound THEN (CASE ${first} END) END AS problem
FROM (SELECT *, NOT (${any}) AS sound FROM (
  SELECT *, ${parsed.join(',\n    ')} FROM (${from})))`
}
