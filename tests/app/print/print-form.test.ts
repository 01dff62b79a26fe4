import { expect, test } from 'vitest'
import { isPrinted, printSearch } from '#app/print/print-form.ts'

test('the form of paper is one parameter beside the filters, and goes as it came', () => {
  expect(printSearch('?center=C001', true)).toBe('?center=C001&print=1')
  expect(printSearch('?center=C001&print=1', false)).toBe('?center=C001')
  expect(printSearch('?print=1', false)).toBe('')
  expect(['print=1', 'print=0', ''].map((text) => isPrinted(new URLSearchParams(text)))).toEqual([true, false, false])
})
