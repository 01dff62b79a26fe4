import { expect, test } from 'vitest'
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
