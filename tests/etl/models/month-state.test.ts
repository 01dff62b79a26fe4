import { expect, test } from 'vitest'
import { exam, network } from './builders.ts'
import { builtWarehouse, mart } from './warehouse.ts'

const LEDGER = ['rent fixed', 'staff fixed', 'power variable']

const ledger = (month: number, entries: string[]) =>
  entries.map((entry) => {
    const [category, behaviour] = entry.split(' ')
    return { center_code: 'C1', month: `2026-0${month}-01`, category, behaviour, amount: 10 }
  })

/** State and missing costs of the months from January on, each with a ledger of these entries, the last one running. */
async function months(...ledgers: string[][]) {
  const exams = ledgers.map((_, i) => exam(`2026-0${i + 1}-05 09:00`, `2026-0${i + 1}-05 09:30`))
  const { db, close } = await builtWarehouse(
    network({ exam: exams, cost: ledgers.flatMap((l, i) => ledger(i + 1, l)) }),
  )
  const found = await mart(db, 'center_month')
  close()
  return found.map((m) => [m.month_state, m.missing_costs])
}

test('a first month closes with any cost, a later one with what each closed month before it had', async () => {
  expect(await months(['rent fixed'], LEDGER, ['power variable', 'rent fixed'], ['staff fixed'], [])).toEqual([
    ['closed', []],
    ['closed', []],
    // Staff was not in each of the two before: January had none.
    ['closed', []],
    ['open', ['rent fixed']],
    ['open', null],
  ])
})

test('only the last three closed months are asked, and months that stayed open are not', async () => {
  const small = ['rent fixed']
  expect(await months(small, LEDGER, [], LEDGER, LEDGER, ['rent fixed', 'staff fixed'], [])).toEqual([
    ['closed', []],
    ['closed', []],
    ['open', ['rent fixed']],
    ['closed', []],
    ['closed', []],
    // February, April and May had power each.
    ['open', ['power variable']],
    ['open', null],
  ])
})

test('without any closed month before it a month without costs stays open, and nothing can be named', async () => {
  expect(await months([], ['rent fixed'], [])).toEqual([
    ['open', []],
    ['closed', []],
    ['open', null],
  ])
})
