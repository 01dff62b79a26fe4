import { expect, test } from 'vitest'
import { cssString } from '#app/format/css-string.ts'

test('no sign in a text ends the string of a style sheet that holds it', () => {
  expect(cssString('CT · 杭州 C001')).toBe('"CT · 杭州 C001"')
  expect(cssString('"; } body { color: red')).toBe('"\\22 \\3b  \\7d  body \\7b  color: red"')
})
