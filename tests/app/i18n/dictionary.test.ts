import { expect, test } from 'vitest'
import { translator } from '#app/i18n/context.ts'
import { en, type MessageKey } from '#app/i18n/en.ts'
import { zh } from '#app/i18n/zh.ts'

const places = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort()

test('both languages have the same texts with the same places for values', () => {
  expect(Object.keys(zh)).toEqual(Object.keys(en))
  for (const key of Object.keys(en) as MessageKey[]) expect([key, places(zh[key])]).toEqual([key, places(en[key])])
})

test('no text is empty in one language only', () => {
  const empty = (messages: Record<string, string>) => Object.keys(messages).filter((key) => !messages[key])
  expect(empty(zh)).toEqual(empty(en))
})

test('Chinese texts are Chinese: none but names and symbols equals the English', () => {
  const same = (Object.keys(en) as MessageKey[]).filter(
    (key) => en[key] === zh[key] && /[a-z]{4}/.test(en[key].replace(/\{\w+\}/g, '')),
  )
  expect(same).toEqual([])
})

test('values are put into their places, and an unknown place stays visible', () => {
  const t = translator({ ...en })
  expect(t('login.too_many', { minutes: 3 })).toBe('Too many attempts. Try again in 3 min.')
  expect(t('login.too_many')).toContain('{minutes}')
})
