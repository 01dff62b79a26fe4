import { expect, test } from 'vitest'
import { cssString, isPrinted, printSearch } from '#app/print/print-form.ts'

test('the form of paper is one parameter beside the filters, and goes as it came', () => {
  expect(printSearch('?center=C001', true)).toBe('?center=C001&print=1')
  expect(printSearch('?center=C001&print=1', false)).toBe('?center=C001')
  expect(printSearch('?print=1', false)).toBe('')
  expect(['print=1', 'print=0', ''].map((text) => isPrinted(new URLSearchParams(text)))).toEqual([true, false, false])
})

test('what stands in an address cannot end the string of the foot', () => {
  expect(cssString('CT · 杭州 C001')).toBe('"CT · 杭州 C001"')
  expect(cssString('"; } body { color: red')).toBe('"\\22 \\3b  \\7d  body \\7b  color: red"')
})
