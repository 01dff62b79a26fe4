import { hasMoney, type Contract } from '../contracts/contract.ts'
import { literal } from '../sql-text.ts'

/** Whether a text is a code of a person of the row that has left the loader as a hash only. */
function isOwnCode(contract: Contract, text: string): string {
  const persons = contract.columns.flatMap((c) => c.hashedAs ?? [])
  const tests = persons.map((key) => `keyed_hash(center_code, ${literal(key)}, ${text}) = "${key}"`)
  return tests.length > 0 ? `coalesce(${tests.join(' OR ')}, false)` : 'false'
}

/** Whether a refused text must not be shown: a code of a person of the row, or what may be an amount. */
export function isSecret(contract: Contract, text: string): string {
  const own = isOwnCode(contract, text)
  return hasMoney(contract) ? `(${own} OR is_plain_number(${text}))` : own
}

/** Rejects whose value may be an amount, as older programs kept them. */
export function isMoneyReject(contracts: readonly Contract[]): string {
  const of = contracts.filter(hasMoney).map(({ feed, columns }) => {
    const amounts = columns.filter((c) => c.type === 'amount').map((c) => literal(c.name))
    return `(feed = ${literal(feed)} AND (column_name IN (${amounts.join(', ')}) OR is_plain_number(value)))`
  })
  return `value <> '***' AND (${of.join(' OR ')})`
}
