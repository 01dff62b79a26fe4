import type { Contract } from '../contracts/contract.ts'
import { literal } from '../sql-text.ts'

/** Whether a text is a code of a person of the row that has left the loader as a hash only. */
export function isOwnCode(contract: Contract, text: string): string {
  const persons = contract.columns.flatMap((c) => c.hashedAs ?? [])
  const tests = persons.map((key) => `keyed_hash(center_code, ${literal(key)}, ${text}) = "${key}"`)
  return tests.length > 0 ? `coalesce(${tests.join(' OR ')}, false)` : 'false'
}
