import { expect, test } from 'vitest'
import { Shares } from '#app/server/fair-use.ts'

test('each person has so many at once and no more, and what is given back is theirs again', () => {
  const shares = new Shares(2)
  const first = shares.take('ana')
  expect(first).not.toBeNull()
  expect(shares.take('ana')).not.toBeNull()
  expect(shares.take('ana')).toBeNull()
  expect(shares.take('ben')).not.toBeNull()
  first!()
  expect(shares.take('ana')).not.toBeNull()
  expect(shares.take('ana')).toBeNull()
})
