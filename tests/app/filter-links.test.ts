import { expect, test } from 'vitest'
import { filterLink } from '#app/filter-links.ts'

const search = new URLSearchParams(
  'from=2026-02-01&to=2026-03-01&center=C001&center=C002&modality=CT&page=3&scanner=S1',
)

test('a link keeps period, centers and modalities, and nothing that belongs to one page', () => {
  expect(filterLink('/compliance', search)).toBe(
    '/compliance?from=2026-02-01&to=2026-03-01&center=C001&center=C002&modality=CT',
  )
})

test('a change replaces a filter, null takes it away', () => {
  expect(filterLink('/centers/C001', search, { center: null, modality: 'MR' })).toBe(
    '/centers/C001?from=2026-02-01&to=2026-03-01&modality=MR',
  )
})

test('without filters the address stays bare', () => {
  expect(filterLink('/data', new URLSearchParams('from='))).toBe('/data')
})
