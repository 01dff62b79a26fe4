// @vitest-environment jsdom
import { expect, test } from 'vitest'
import { PeriodLine } from '#app/components/period-line.tsx'
import type { Filters } from '#queries/page/page-types.ts'
import { draw } from '#tests/support/render.tsx'

const months: Filters = {
  ...{ from: '2026-02-01', to: '2026-04-01', center: [], modality: [], scanner: [], ignored: [], unfollowed: [] },
  previous: { from: '2026-01-01', to: '2026-02-01' },
  previous_data: 'complete',
  comparison: { kind: 'previous', aligned: null, holidays: [], working_days: null, left_out: [], closed_centers: 1 },
  baseline: null,
  basis: { from: '2026-02-01', to: '2026-03-01' },
  is_default_period: true,
}

test('the heading names the closed months that the tiles hold, and of which period they are', () => {
  const [heading, note] = [...draw(<PeriodLine filters={months} />).querySelectorAll('p')].map((p) => p.textContent)
  expect(heading).toBe('Feb 1, 2026 – Feb 28, 2026, compared with Jan 1, 2026 – Jan 31, 2026')
  expect(note).toBe('Of Feb 1, 2026 – Mar 31, 2026, months that are not closed are shown by month only.')
})

test('what a filter leaves empty is named, and that money follows none of it', () => {
  const days = { ...months, basis: null, scanner: ['S1'], ignored: ['scanner' as const] }
  const drawn = draw(<PeriodLine filters={{ ...days, unfollowed: ['no_shows', 'ai_coverage_rate'] }} />)
  expect(drawn.querySelector('[data-unfollowed]')?.textContent).toBe(
    'Not known by scanner, and left empty: No-shows, AI coverage of findings.',
  )
  expect(drawn.textContent).not.toContain('do not split costs')
  const books = draw(<PeriodLine filters={{ ...days, scanner: [] }} />)
  expect(books.textContent).toContain('Modality and scanner do not split costs')
})

test('a period that is closed throughout needs no such note', () => {
  const drawn = draw(<PeriodLine filters={{ ...months, to: '2026-03-01' }} />)
  expect(drawn.querySelectorAll('p')).toHaveLength(1)
})
