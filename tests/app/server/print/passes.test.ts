import { expect, test } from 'vitest'
import { Passes } from '#app/server/print/passes.ts'
import type { User } from '#app/server/sessions.ts'

const ANA: User = {
  user_name: 'ana',
  must_change_password: false,
  by_provider: false,
  roles: ['qa'],
  scope: { kind: 'center', values: ['C001'] },
}

test('a pass shows one page once, with the rights of whoever asked', () => {
  const passes = new Passes()
  const token = passes.give(ANA, '/throughput')
  expect(passes.redeem(token, '/throughput')).toEqual(ANA)
  expect(passes.redeem(token, '/throughput')).toBeNull()
})

test('a pass that was tried at another page is of no use any more', () => {
  const passes = new Passes()
  const token = passes.give(ANA, '/throughput')
  expect(passes.redeem(token, '/profitability')).toBeNull()
  expect(passes.redeem(token, '/throughput')).toBeNull()
})

test('a pass holds for thirty seconds, and none is made up', () => {
  const passes = new Passes()
  const token = passes.give(ANA, '/', 1_000)
  expect(passes.redeem('made-up', '/', 1_000)).toBeNull()
  expect(passes.redeem(token, '/', 31_000)).toBeNull()
})
