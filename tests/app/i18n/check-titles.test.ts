import { expect, test } from 'vitest'
import { en } from '#app/i18n/en.ts'
import { zh } from '#app/i18n/zh.ts'
import { checkNames } from '#etl/checks/outcome.ts'

test('every data check has a title in both languages', () => {
  const without = checkNames().filter((name) => !(`check.${name}` in en) || !(`check.${name}` in zh))
  expect(without).toEqual([])
})
