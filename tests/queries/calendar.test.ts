import { expect, test } from 'vitest'
import { holidayDays, holidaysThatDiffer, samePeriodLastYear, springFestival } from '#queries/calendar.ts'

/** Instant of a new moon near a day, to about a minute (Meeus, Astronomical Algorithms, chapter 49, largest terms). */
function newMoonNear(day: string): Date {
  const k = Math.round((Date.parse(day) / 864e5 + 2440587.5 - 2451550.1) / 29.530588861)
  const sin = (degrees: number) => Math.sin((degrees * Math.PI) / 180)
  const t = k / 1236.85
  const sun = 2.5534 + 29.1053567 * k
  const moon = 201.5643 + 385.81693528 * k + 0.0107582 * t * t
  const latitude = 160.7108 + 390.67050284 * k - 0.0016118 * t * t
  const e = 1 - 0.002516 * t
  const terms: [number, number][] = [
    [-0.4072, moon],
    [0.17241 * e, sun],
    [0.01608, 2 * moon],
    [0.01039, 2 * latitude],
    [0.00739 * e, moon - sun],
    [-0.00514 * e, moon + sun],
    [0.00208, 2 * sun],
    [-0.00111, moon - 2 * latitude],
    [-0.00057, moon + 2 * latitude],
    [0.00056, 2 * moon + sun],
    [-0.00042, 3 * moon],
    [0.00042, sun + 2 * latitude],
    [0.00038, sun - 2 * latitude],
    [-0.00024, 2 * moon - sun],
    [-0.00017, 124.7746 - 1.56375588 * k],
  ]
  const mean = 2451550.09766 + 29.530588861 * k + 0.00015437 * t * t
  const julian = mean + terms.reduce((sum, [size, at]) => sum + size * sin(at), 0)
  // Earth's rotation runs some 75 seconds behind.
  return new Date((julian - 2440587.5) * 864e5 - 75_000)
}

test('every lunar year from 2015 to 2035 begins on the day of a new moon in China', () => {
  for (let year = 2015; year <= 2035; year += 1) {
    const day = springFestival(year)!
    const inChina = new Date(newMoonNear(day).getTime() + 8 * 36e5)
    expect(inChina.toISOString().slice(0, 10)).toBe(day)
  }
  expect(springFestival(2014)).toBeNull()
})

test('February 2026 holds the whole Spring Festival week, October the National Day week', () => {
  expect(holidayDays({ from: '2026-02-01', to: '2026-03-01' })).toEqual({ spring_festival: 8, national_day: 0 })
  expect(holidayDays({ from: '2026-10-05', to: '2026-11-01' })).toEqual({ spring_festival: 0, national_day: 3 })
  expect(holidayDays({ from: '2025-01-01', to: '2026-01-01' })).toEqual({ spring_festival: 8, national_day: 7 })
})

test('thirty days to the end of October and the thirty before differ in National Day', () => {
  const current = { from: '2026-10-08', to: '2026-11-07' }
  expect(holidaysThatDiffer(current, { from: '2026-09-08', to: '2026-10-08' })).toEqual([
    { name: 'national_day', current: 0, previous: 7 },
  ])
  expect(holidaysThatDiffer(current, { from: '2025-10-08', to: '2025-11-07' })).toEqual([])
})

test('the same period last year goes by the calendar where the festival does not move through it', () => {
  expect(samePeriodLastYear({ from: '2026-06-01', to: '2026-07-01' })).toEqual({
    from: '2025-06-01',
    to: '2025-07-01',
    aligned: 'calendar',
  })
  expect(samePeriodLastYear({ from: '2025-01-01', to: '2026-01-01' }).aligned).toBe('calendar')
  expect(samePeriodLastYear({ from: '2024-02-29', to: '2024-03-31' }).from).toBe('2023-03-01')
})

test('around the festival the same period last year stands as far from the lunar year’s first', () => {
  // 29 January 2025 was 17 days before 17 February 2026’s day a year on: 354 days after 10 February 2024.
  expect(samePeriodLastYear({ from: '2025-01-01', to: '2025-02-01' })).toEqual({
    from: '2024-01-13',
    to: '2024-02-13',
    aligned: 'lunar',
  })
  // 2026-02-17 is 384 days after 2025-01-29.
  expect(samePeriodLastYear({ from: '2026-02-01', to: '2026-03-01' })).toEqual({
    from: '2025-01-13',
    to: '2025-02-10',
    aligned: 'lunar',
  })
  // Over the turn of the year: the festival of January 2025 against none in December 2023 to 3 February 2024.
  expect(samePeriodLastYear({ from: '2024-12-01', to: '2025-02-03' })).toMatchObject({
    from: '2023-12-13',
    aligned: 'lunar',
  })
})

test('both periods that are aligned by the lunar year hold as many days of the festival', () => {
  for (let year = 2016; year <= 2035; year += 1)
    for (const [from, to] of [
      ['01-01', '02-01'],
      ['01-20', '02-19'],
      ['02-01', '03-01'],
    ] as const) {
      const period = { from: `${year}-${from}`, to: `${year}-${to}` }
      expect(holidayDays(samePeriodLastYear(period)).spring_festival).toBe(holidayDays(period).spring_festival)
    }
})
