import { expect, test } from 'vitest'
import { safeNext } from '#app/safe-next.ts'

test('a path of this site is followed with its query', () => {
  expect(safeNext('/throughput?from=2026-02-01&center=C001')).toBe('/throughput?from=2026-02-01&center=C001')
})

test('another host, a scheme, a backslash or a control character leads home', () => {
  const bad = [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/\t/evil.example',
    '/a\\b',
    '',
    null,
    7,
  ]
  for (const next of bad) expect(safeNext(next)).toBe('/')
})

test('the sign-in and sign-out pages are no place to go after signing in', () => {
  for (const next of ['/login', '/logout', '/login?next=/login', '/LOGIN/']) expect(safeNext(next)).toBe('/')
})

test('dot segments cannot lead to another host', () => {
  expect(safeNext('/..//evil.example')).toBe('/')
})
