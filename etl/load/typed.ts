import type { Column, Condition, Contract } from '../contracts/contract.ts'
import {
  CODE,
  codePattern,
  daysAhead,
  hasMoney,
  isGivenCode,
  isIdentifier,
  LEAST_OWN_CODE,
  LEAST_PERSON_NUMBER,
  mayHoldNoPerson,
  MOST_CODE,
  MOST_HOURS,
  mostCharacters,
  PERSON_DIGITS,
  PERSON_NUMBER,
  PLAIN_CODES,
  publishedName,
} from '../contracts/contract.ts'
import { LOST_DIGITS } from '../contracts/signs.ts'
import { implausible, timeBounds } from '../facts/plausible.ts'
import { literal } from '../sql-text.ts'

const list = (values: readonly string[]) => values.map(literal).join(', ')

/**
 * How raw text is read: CSV tolerates yuan signs in amounts, a profile marks what it refuses itself, and whole lines of JSON have
 * been found to be JSON before.
 */
export type Source = 'csv' | 'profile' | 'json' | 'parquet'

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
      return source === 'csv' || source === 'profile' ? `parse_csv_amount(${r})` : `parse_plain_amount(${r})`
    case 'parameters':
      return source === 'json' ? `parse_object(${r})` : `parse_strict_object(${r})`
    case 'tags':
      return source === 'json' ? `parse_tags(${r})` : `parse_strict_tags(${r})`
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
      if (c.type === 'text') return badText(contract, c, source)
      return source === 'profile' ? `(${unread(c)} AND NOT ${isNotAllowed(raw(c.name))})` : unread(c)
    }),
    ...of('not_allowed', (c) => {
      if (source === 'profile' && !c.allowed) return `coalesce(${isNotAllowed(raw(c.name))}, false)`
      return c.allowed ? unread(c) : null
    }),
    ...of('out_of_range', (c) => {
      const bounds = [...implausible(c, typed(c.name)), ...tooLong(contract, c)]
      return bounds.length > 0 ? `((${bounds.join(' OR ')})${applies(c)})` : null
    }),
  ]
}

/** Tests that a code is of a person: by its form, or since it is that of the row's own patient or staff. */
function ofPerson(contract: Contract, c: Column): string[] {
  const r = raw(c.name)
  const { whole, part } = LEAST_OWN_CODE
  const own = contract.columns.filter((each) => each.hashedAs).map((each) => raw(each.name))
  return [
    ...(isGivenCode(c)
      ? [
          `(CASE WHEN length(${r}) >= ${LEAST_PERSON_NUMBER} THEN regexp_full_match(${r}, ${literal(PERSON_NUMBER)}) END${applies(c)})`,
        ]
      : []),
    ...(mayHoldNoPerson(c)
      ? own.map(
          (id) =>
            `(contains(${r}, ${id}) AND length(${id}) >= CASE WHEN ${r} = ${id} THEN ${whole} ELSE ${part} END${applies(c)})`,
        )
      : []),
  ]
}

/** Tests that a code is none, is too long or has lost digits, or is what a profile marked. */
function misshapen(c: Column, source: Source): string[] {
  const r = raw(c.name)
  const pattern = codePattern(c)
  const most = mostCharacters(c)
  const marked = source === 'profile' ? ` AND NOT ${isNotAllowed(r)}` : ''
  return [
    ...(source === 'profile' ? [isBadType(r)] : []),
    // Every such text has one of the three signs, and hardly a code has: few are looked at closely.
    ...(isIdentifier(c)
      ? [
          `(CASE WHEN contains(${r}, '.') OR contains(${r}, '+') OR contains(${r}, ',') THEN regexp_full_match(${r}, ${literal(LOST_DIGITS)}) END${applies(c)})`,
        ]
      : []),
    ...(most ? [`(length(${r}) > ${most}${applies(c)})`] : []),
    ...(pattern ? [`(NOT regexp_full_match(${r}, ${literal(pattern)})${marked}${applies(c)})`] : []),
  ]
}

/** May be null, which counts as false wherever it is asked. */
const anyOf = (tests: string[]) => (tests.length > 0 ? `(${tests.join(' OR ')})` : null)

/** A code that is none, is too long, is a person's or has lost digits, or what a profile marked. */
const badText = (contract: Contract, c: Column, source: Source) =>
  anyOf([...misshapen(c, source), ...ofPerson(contract, c)])

const HOUR_US = 3_600_000_000

/** Tests that the column's time is too long behind that of its pair, where both are local or neither is: the others are judged later. */
function tooLong(contract: Contract, c: Column): string[] {
  return (contract.lasts ?? []).flatMap(([from, to]) => {
    if (to !== c.name) return []
    const [a, b] = [typed(from), typed(to)]
    return [`(${a} % 2 = ${b} % 2 AND ${b} - ${a} > ${MOST_HOURS * HOUR_US * 2})`]
  })
}

/**
 * What a reject is told of, before `reject_value` masks it. A value that holds the row's own code of a person is masked in whatever column
 * it stands, and so is what could be an amount: rejects are read by people who may not see money.
 */
function breachValue(contract: Contract, { column, reason }: Breach, source: Source): string {
  const r = raw(column.name)
  const value = source === 'profile' ? `ltrim(${r}, chr(1) || chr(2))` : r
  const persons = contract.columns.filter((c) => c.hashedAs).map((c) => `contains(${value}, ${raw(c.name)})`)
  const tests = hasMoney(contract) ? [...persons, `is_plain_number(${value})`] : persons
  const isMasked =
    column.hashedAs || column.masked || column.type === 'amount' ? `${r} IS NOT NULL` : tests.join(' OR ') || 'false'
  const shown = `CASE WHEN ${isMasked} THEN '***' ELSE ${value} END`
  return `{'reason': ${literal(reason)}, 'column': ${literal(column.name)}, 'value': ${shown}}`
}

function publish(c: Column): string {
  const name = publishedName(c)
  if (c.masksNumbers) return `without_persons(${publishedValue(c)}) AS "${name}"`
  return `${publishedValue(c)} AS "${name}"`
}

function publishedValue(c: Column): string {
  if (c.hashedAs) return `keyed_hash(${typed('center_code')}, ${literal(c.hashedAs)}, ${typed(c.name)})`
  if (c.droppedWhen) return `CASE WHEN NOT ${holds(c.droppedWhen)} THEN ${typed(c.name)} END`
  if (c.appliesWhen) return `CASE WHEN ${holds(c.appliesWhen)} THEN ${typed(c.name)} END`
  if (c.type === 'amount') return `TRY_CAST(${typed(c.name)} AS DECIMAL(14,2))`
  return typed(c.name)
}

/** A code that hardly ever has the point of a number: a version always has some. */
const isPlainCode = (c: Column) => codePattern(c) === CODE && !c.name.endsWith('_version')

/** Columns whose texts are looked at together, as one text `<kind>_together` a row. */
const TOGETHER: Record<string, (c: Column) => boolean> = {
  codes: isPlainCode,
  given: mayHoldNoPerson,
  people: (c) => c.hashedAs !== undefined,
}

function together(contract: Contract): string[] {
  return Object.entries(TOGETHER).map(([kind, isOf]) => {
    const texts = contract.columns.filter(isOf).map((c) => raw(c.name))
    return `concat_ws('_', ${["''", ...texts].join(', ')}) AS ${kind}_together`
  })
}

/** Tests that are made only where one of the quicker guards holds: without it none of them can. */
function guarded(guards: string[], tests: string[]): string[] {
  return tests.length > 0 ? [`CASE WHEN ${guards.join(' OR ')} THEN ${tests.join(' OR ')} ELSE false END`] : []
}

/**
 * The rules' tests, but quicker ones before those that hardly a row needs: texts of a kind are looked at one by one only where all of them
 * together are long, hold a sign that is no code's or may be of a number, as many digits in a row as a person's number has, or a code of a
 * person of the row; times only where the earliest or the latest is out of bounds.
 */
function quickly(contract: Contract, rules: Breach[], source: Source): string[] {
  const texts = contract.columns.filter((c) => c.type === 'text')
  const isShape = ({ reason, column }: Breach) => reason === 'bad_type' && column.type === 'text'
  const isBound = ({ reason, column }: Breach) => reason === 'out_of_range' && column.type === 'timestamp'
  const shapes = (isOf: (c: Column) => boolean) => texts.filter(isOf).flatMap((c) => misshapen(c, source))
  const { codes, people } = TOGETHER
  const own = texts.filter(people!).map((c) => raw(c.name))
  return [
    ...rules.filter((rule) => !isShape(rule) && !isBound(rule)).map(({ when }) => when),
    ...shapes((c) => !codes!(c) && !people!(c)),
    ...guarded(
      [`length(codes_together) > ${MOST_CODE}`, `NOT regexp_full_match(codes_together, ${literal(PLAIN_CODES)})`],
      shapes(codes!),
    ),
    ...guarded([`regexp_matches(people_together, '[.+,\\x01]')`], shapes(people!)),
    ...guarded(
      [
        `regexp_matches(given_together, '[0-9]{${PERSON_DIGITS}}')`,
        ...own.map((id) => `(contains(given_together, ${id}) AND length(${id}) >= ${LEAST_OWN_CODE.whole})`),
      ],
      texts.flatMap((c) => ofPerson(contract, c)),
    ),
    ...timesQuickly(contract),
    ...contract.columns.flatMap((c) => tooLong(contract, c).map((test) => `(${test}${applies(c)})`)),
  ]
}

function timesQuickly(contract: Contract): string[] {
  const times = contract.columns.filter((c) => c.type === 'timestamp')
  return [...new Set(times.map(daysAhead))].flatMap((days) => {
    const of = times.filter((c) => daysAhead(c) === days)
    const all = of.map((c) => typed(c.name)).join(', ')
    const [low, high] = timeBounds(of[0]!)
    const tests = of.flatMap((c) => implausible(c, typed(c.name)).map((test) => `(${test}${applies(c)})`))
    return guarded([`least(${all}) < ${low}`, `greatest(${all}) > ${high}`], tests)
  })
}

/** Columns of a staged row behind `file_index` and `line`, as history keeps them. */
export function stagedColumns(contract: Contract): string[] {
  return contract.columns.filter((c) => !c.unpublished).map(publishedName)
}

/** `odd` for a row in which a column of the header names a column: another header, which only the tolerant reader takes. */
function headerShape(contract: Contract): string {
  const names = list(contract.columns.map((c) => c.name))
  return `CASE WHEN NOT sound AND lower(${raw('center_code')}) IN (${names}) THEN 'odd' END`
}

/** Raw text columns of `from` with typed ones, and whether each row is `sound`. */
function judged(contract: Contract, source: Source, from: string): string {
  const parsed = contract.columns.map((c) => `${parse(c, source)} AS ${typed(c.name)}`)
  const any = quickly(contract, breaches(contract, source), source).join('\n    OR ')
  return `(SELECT *, coalesce(NOT (${any}), true) AS sound FROM (
  SELECT *, ${[...parsed, ...together(contract)].join(',\n    ')} FROM (${from})))`
}

/**
 * SELECT that turns raw text columns `r_<column>` of `from` into typed ones, and says of each row whether it is `sound`. `passed` names
 * columns handed through. Rules that hang on reference data (unknown codes, order of local times) are not judged here.
 * `looksForHeaders`: column `shape` tells lines that are another header.
 */
export function typedSelect(
  contract: Contract,
  source: Source,
  from: string,
  passed: string[],
  looksForHeaders = false,
): string {
  const columns = [...passed, ...contract.columns.filter((c) => !c.unpublished).map(publish), 'sound']
  return `SELECT ${columns.join(', ')}${looksForHeaders ? `, ${headerShape(contract)} AS shape` : ''}
FROM ${judged(contract, source, from)}`
}

/**
 * SELECT that says which rule a row that is not sound breaks first: `problem` {reason, column, value}. Apart from `typedSelect`, since
 * planning it takes longer than reading a file of some thousand rows, and hardly a batch needs it.
 */
export function problemSelect(contract: Contract, source: Source, from: string, passed: string[]): string {
  const first = breaches(contract, source).map(
    (rule) => `WHEN ${rule.when} THEN ${breachValue(contract, rule, source)}`,
  )
  // Whose code a value may be is told by the row's hashes.
  const columns = contract.columns.filter((c) => c.hashedAs || c.name === 'center_code').map(publish)
  return `SELECT ${[...passed, ...columns].join(', ')}, CASE ${first.join('\n    ')} END AS problem
FROM ${judged(contract, source, from)} WHERE NOT sound`
}
