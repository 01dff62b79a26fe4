import { expect, test } from 'vitest'
import { isAtRest, isTyped, leversIn } from '#queries/plan/plan-address.ts'

test('an address keeps the levers that move something, and terms of nothing', () => {
  const search = new URLSearchParams('tariff.CT=0&volume.MR=5&partner_share=0&center=0&b.hours=3&hours=&procedure=P1')
  expect(leversIn(search)).toEqual([
    ['volume.MR', '5'],
    ['partner_share', '0'],
    ['procedure', 'P1'],
  ])
  expect(leversIn(search, 'b.')).toEqual([['hours', '3']])
})

test('a center whose code is 0 is no lever at rest, and half a number is not asked for', () => {
  expect([isAtRest('center', '0'), isAtRest('hours', '0'), isAtRest('hours', '')]).toEqual([false, true, true])
  expect([isTyped('hours', '-'), isTyped('hours', '-5'), isTyped('hours', '500'), isTyped('mix_from', 'x')]).toEqual([
    ...[false, true, false, true],
  ])
})
