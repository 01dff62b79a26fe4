import { BAD_TYPE, clean } from './convert.ts'
import { add, decimalText, negated, readDecimal, rounded, type Decimal } from './decimals.ts'
import type { Cells, Header } from './header.ts'
import { readNumber } from './numbers.ts'
import type { ColumnRule, Part } from './profile-schema.ts'
import { fold, unwrap } from './tidy.ts'

type Get = (cells: Cells) => string
type Virtual = ReadonlyMap<string, number>

/** Where a column's text comes from; null where none of its columns is in the header. */
export function textOf(rule: ColumnRule, header: Header, virtual: Virtual): Get | null {
  const { constant, join } = rule
  if (constant !== undefined) return () => constant
  if (join) {
    const places = join.map((source) => header.find(source, virtual))
    if (places.every((p) => p === null)) return null
    const glue = rule.with ?? ' '
    return (cells) =>
      places
        .map((p) => (p === null ? '' : unwrap(cells[p]!)))
        .filter((part) => part !== '')
        .join(glue)
  }
  const place = rule.from === undefined ? null : header.find(rule.from, virtual)
  return place === null ? null : (cells) => cells[place]!
}

/** Marks a sum of which the header has only some columns: half a sum would be a wrong figure. */
export const INCOMPLETE = Symbol('incomplete')

/**
 * The sum of columns less others, exactly; empty cells add nothing, and where all are empty so is the sum. A cell that is no number
 * makes it none. `mayLack`: columns that are not there count as empty, as keys of a JSON object do.
 */
export function sumOf(rule: ColumnRule, header: Header, virtual: Virtual, mayLack: boolean) {
  const sources = [
    ...(rule.sum ?? []).map((source) => ({ source, isLess: false })),
    ...(rule.minus ?? []).map((source) => ({ source, isLess: true })),
  ]
  const terms = sources.flatMap(({ source, isLess }) => {
    const place = header.find(source, virtual)
    return place === null ? [] : [{ place, isLess }]
  })
  if (terms.length === 0) return null
  if (terms.length < sources.length && !mayLack) return INCOMPLETE
  const nulls = new Set((rule.null_if ?? []).map(fold))
  return (cells: Cells): string => {
    let total: Decimal | null = null
    for (const { place, isLess } of terms) {
      const cell = clean(cells[place]!)
      if (cell === '' || nulls.has(fold(cell))) continue
      const number = readNumber(cell, { unit: rule.unit, decimal: rule.decimal })
      const decimal = number === null ? null : readDecimal(number)
      if (!decimal) return BAD_TYPE + cell
      const term = isLess ? negated(decimal) : decimal
      total = total ? add(total, term) : term
    }
    if (!total) return rule.default ?? ''
    const sum = rule.round === undefined ? total : rounded(total, rule.round)
    return decimalText(rule.absolute && sum.digits < 0n ? negated(sum) : sum)
  }
}

/** A JSON object of several columns: numbers as numbers, other texts as texts, nothing for empty cells. */
export function objectOf(parts: Record<string, Part>, header: Header, virtual: Virtual): Get | null {
  const members = Object.entries(parts).flatMap(([key, part]) => {
    const rule = typeof part === 'string' || Array.isArray(part) ? { from: part } : part
    const place = header.find(rule.from, virtual)
    return place === null ? [] : [{ key, place, read: partReader(rule) }]
  })
  if (members.length === 0) return null
  return (cells) => {
    const found = members.flatMap(({ key, place, read }) => {
      const json = read(cells[place]!)
      return json === null ? [] : [`${JSON.stringify(key)}:${json}`]
    })
    return found.length > 0 ? `{${found.join(',')}}` : ''
  }
}

function partReader(rule: Exclude<Part, string | string[]>): (cell: string) => string | null {
  const extract = rule.extract === undefined ? null : new RegExp(rule.extract, 'u')
  const nulls = new Set((rule.null_if ?? []).map(fold))
  return (cell) => {
    let value = clean(cell)
    if (extract) value = extract.exec(value.slice(0, 1000))?.groups?.value?.trim() ?? ''
    if (value === '' || nulls.has(fold(value))) return null
    const number = rule.text ? null : readNumber(value, { decimal: rule.decimal })
    const decimal = number === null ? null : readDecimal(number)
    if (!decimal) return JSON.stringify(value)
    return decimalText(rule.round === undefined ? decimal : rounded(decimal, rule.round))
  }
}
