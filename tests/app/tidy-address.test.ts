import { expect, test } from 'vitest'
import { tidyAddress } from '#app/shell/tidy-address.ts'

const tidied = (query: string) => tidyAddress(new URLSearchParams(query))?.toString() ?? null

test('the last day that a person chose becomes the end of a half-open period', () => {
  expect(tidied('from=2026-02-01&until=2026-02-28')).toBe('from=2026-02-01&to=2026-03-01')
  expect(tidied('from=2026-02-01&to=2026-02-10&until=2026-02-28')).toBe('from=2026-02-01&to=2026-03-01')
})

test('a day that is none stays, to be refused by its name', () => {
  expect(tidied('until=2026-02-31')).toBe('to=2026-02-31')
})

test('empty and doubled filters go, values that are several stay', () => {
  expect(tidied('center=&center=C1&center=C1&center=C2&compare=')).toBe('center=C1&center=C2')
})

test('an address that is tidy, and parameters that are a page’s own, stay as they are', () => {
  expect(tidied('from=2026-02-01&to=2026-03-01&center=C1&modality=CT')).toBeNull()
  expect(tidied('q=SELECT+1&p.name=&p.name=')).toBeNull()
})
