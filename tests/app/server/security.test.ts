import { expect, test } from 'vitest'
import { Attempts } from '#app/server/attempts.ts'
import { isOwnRequest } from '#app/server/security.ts'

test('a change is accepted from our own pages and refused from other sites', () => {
  const host = 'iso.example:3000'
  expect(isOwnRequest({ site: 'same-origin', host })).toBe(true)
  expect(isOwnRequest({ site: 'none', host })).toBe(true)
  expect(isOwnRequest({ site: 'same-site', host })).toBe(false)
  expect(isOwnRequest({ site: 'cross-site', origin: 'http://iso.example:3000', host })).toBe(false)
})

test('without Sec-Fetch-Site the Origin decides, and a client that sends neither is no browser', () => {
  const host = 'iso.example:3000'
  expect(isOwnRequest({ origin: 'http://iso.example:3000', host })).toBe(true)
  expect(isOwnRequest({ origin: 'http://iso.example', host })).toBe(false)
  expect(isOwnRequest({ origin: 'null', host })).toBe(false)
  expect(isOwnRequest({ host })).toBe(true)
})

test('after the limit the next attempt waits until the first has left the window of 15 minutes', () => {
  const attempts = new Attempts(2)
  attempts.failed('a', 0)
  attempts.failed('a', 60_000)
  expect(attempts.waitSeconds('a', 120_000)).toBe(13 * 60)
  expect(attempts.waitSeconds('b', 120_000)).toBe(0)
  expect(attempts.waitSeconds('a', 15 * 60_000)).toBe(0)
})

test('a success forgives the name, but one good account does not clear its address', () => {
  const attempts = new Attempts(2)
  attempts.failed('name', 0)
  attempts.failed('name', 0)
  attempts.succeeded('name')
  expect(attempts.waitSeconds('name', 1)).toBe(0)
  attempts.failed('address', 0)
  attempts.failed('address', 0)
  attempts.failed('address', 0)
  attempts.takeBack('address')
  expect(attempts.waitSeconds('address', 1)).toBe(0)
  attempts.failed('address', 1)
  expect(attempts.waitSeconds('address', 2)).toBeGreaterThan(0)
})
