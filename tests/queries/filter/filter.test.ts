import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, addMonths, daysBetween, monthsBetween } from '#queries/filter/days.ts'
import { parseFilter } from '#queries/filter/filter.ts'
import { wholeMonths } from '#queries/filter/resolve.ts'

const parse = (search: string) => parseFilter(new URLSearchParams(search))

test('filters repeat, empty ones count as not given, and others are ignored', () => {
  expect(parse('center=C2&center=C1&center=C1&modality=&from=2026-02-01&to=2026-03-01&theme=dark')).toEqual({
    from: '2026-02-01',
    to: '2026-03-01',
    center: ['C1', 'C2'],
    modality: [],
    scanner: [],
  })
})

test.each([
  ['from=2026-02-30&to=2026-03-01', 'from', /no day of the calendar/],
  ['from=yesterday&to=2026-03-01', 'from', /YYYY-MM-DD/],
  ['from=2026-03-01', 'from', /both from and to/],
  ['from=2026-03-01&to=2026-03-01', 'to', /later than from/],
  ['from=1990-01-01&to=2026-03-01', 'to', /ten years/],
  ['baseline_from=2026-01-01', 'baseline_from', /both baseline_from and baseline_to/],
  ['baseline_from=2026-01-01&baseline_to=2026-01-01', 'baseline_to', /later than baseline_from/],
  ['baseline_from=2026-01-32&baseline_to=2026-02-01', 'baseline_from', /no day of the calendar/],
  ['baseline_from=1990-01-01&baseline_to=2026-01-01', 'baseline_to', /ten years/],
])('%s is refused with the field and the reason', (search, field, message) => {
  try {
    parse(search)
    expect.unreachable()
  } catch (error) {
    expect(error).toMatchObject({
      code: 'queries/filter',
      issues: [{ field, message: expect.stringMatching(message) }],
    })
  }
})

const day = fc.integer({ min: 0, max: 20_000 }).map((n) => addDays('1990-01-01', n))

test('days are calendar days: adding and counting agree, whatever the machine’s time zone', () => {
  expect(process.env['TZ']).toBe('America/St_Johns')
  fc.assert(
    fc.property(day, fc.integer({ min: -4000, max: 4000 }), (d, n) => {
      expect(daysBetween(d, addDays(d, n))).toBe(n)
    }),
  )
  expect(addMonths('2026-01-01', -2)).toBe('2025-11-01')
  expect(monthsBetween('2025-11-15', '2026-02-01')).toBe(3)
})

test('whole months cover the period and the same number of months lies before', () => {
  const filters = {
    from: '2026-01-31',
    to: '2026-03-01',
    center: ['C1'],
    modality: [],
    scanner: ['S'],
    previous: { from: '2026-01-02', to: '2026-01-31' },
    previous_data: 'complete' as const,
    baseline: null,
    basis: null,
    comparison: {
      kind: 'previous' as const,
      aligned: null,
      holidays: [],
      working_days: null,
      left_out: [],
      closed_centers: null,
    },
    is_default_period: false,
    ignored: [],
    unfollowed: [],
  }
  expect(wholeMonths(filters)).toMatchObject({
    from: '2026-01-01',
    to: '2026-03-01',
    previous: { from: '2025-11-01', to: '2026-01-01' },
    ignored: ['scanner'],
  })
})
