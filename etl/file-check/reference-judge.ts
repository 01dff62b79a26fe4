import type { AnyTable } from '../reference/contract.ts'
import { BAD_TYPE, NOT_ALLOWED } from './convert.ts'
import { bare, type Breach, type Reason } from './judge.ts'

/**
 * Judge of the rows that a profile makes of a reference file, by the readers that a run uses. What hangs on other reference tables
 * is not judged.
 */
export function referenceJudge(table: AnyTable): (row: (string | null)[]) => Breach | null {
  const seen = new Set<string>()
  const columns = Object.entries(table.columns)
  return (row) => {
    const values: Record<string, unknown> = {}
    for (const [i, [column, read]] of columns.entries()) {
      const cell = row[i] ?? null
      const breach = (reason: Reason): Breach => ({
        reason,
        column,
        value: bare(cell),
      })
      if (cell === null && table.required.includes(column)) return breach('missing_value')
      if (cell?.[0] === BAD_TYPE) return breach('bad_type')
      if (cell?.[0] === NOT_ALLOWED) return breach('not_allowed')
      const parsed = cell === null ? { value: null } : read(cell)
      if ('wrong' in parsed) return breach(read.allowed ? 'not_allowed' : 'bad_type')
      values[column] = parsed.value
    }
    return orderBreach(table, values) ?? keyBreach(table, values, seen)
  }
}

function orderBreach(table: AnyTable, values: Record<string, unknown>): Breach | null {
  for (const [first, second] of table.dateOrder ?? []) {
    const [from, to] = [values[first], values[second]]
    if (typeof from === 'string' && typeof to === 'string' && to < from)
      return { reason: 'time_order', column: second, value: to }
  }
  return null
}

/** A table's key stands once: of two prices nobody could say which holds. */
function keyBreach(table: AnyTable, values: Record<string, unknown>, seen: Set<string>): Breach | null {
  const parts = table.key.map((column) => values[column] ?? null)
  const key = JSON.stringify(parts)
  if (seen.has(key)) return { reason: 'repeated_key', column: table.key[0]!, value: parts.map(String).join(', ') }
  seen.add(key)
  return null
}
