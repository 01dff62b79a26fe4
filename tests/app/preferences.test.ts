import { expect, test } from 'vitest'
import { localeOf, parseCookies, themeOf } from '#app/preferences.ts'

test('the chosen language wins over what the browser asks for', () => {
  expect(localeOf('en', 'zh-CN,zh;q=0.9')).toBe('en')
})

test('without a choice the first language that we speak is taken, by quality', () => {
  expect(localeOf(undefined, 'fr-FR,en;q=0.5,zh-TW;q=0.8')).toBe('zh-CN')
  expect(localeOf(undefined, 'de')).toBe('en')
  expect(localeOf('tlh', null)).toBe('en')
})

test('an unknown theme follows the system', () => {
  expect(themeOf('neon')).toBe('system')
  expect(themeOf('dark')).toBe('dark')
})

test('cookies are split at the first equals sign, and broken ones are left out', () => {
  expect([...parseCookies('a=b=c; theme=dark; broken; =x')]).toEqual([
    ['a', 'b=c'],
    ['theme', 'dark'],
  ])
})
