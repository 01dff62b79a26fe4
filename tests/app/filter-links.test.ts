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

test('a link keeps what figures are compared with and what control limits come from', () => {
  const asked = 'compare_from=2026-01-01&baseline_from=2025-11-01&baseline_to=2025-12-01'
  expect(filterLink('/compliance', new URLSearchParams(asked))).toBe(`/compliance?${asked}`)
})

test('without filters the address stays bare', () => {
  expect(filterLink('/data', new URLSearchParams('from='))).toBe('/data')
})
