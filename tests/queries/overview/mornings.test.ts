import { expect, test } from 'vitest'
import { lateFirstCandidates } from '#queries/overview/morning-candidates.ts'
import type { Evidence } from '#queries/overview/evidence.ts'
import { named } from '#queries/overview/signal.ts'

const nameOf = (code: string) => ({ name_en: code, name_zh: code })

/** Of 28 days the mornings of one MR scanner a center: how many began on time, and how late the middle one was. */
function signals(mornings: [days: number, on_time: number, delay: number][]) {
  const scanner = (i: number) => ({ scanner_id: `C${i + 1}-MR1`, center_code: `C${i + 1}`, modality: 'MR' })
  const first_cases = mornings.map(([days, on_time_days, delay_minutes_median], i) => {
    return { ...scanner(i), days, on_time_days, on_time_rate: on_time_days / days, delay_minutes_median }
  })
  // Half an exam in an hour of staffed time.
  const down = mornings.map((_, i) => ({
    row: { ...scanner(i), exams_performed: 120 },
    figures: { down_share: { n: 14400 } },
  }))
  const filters = { from: '2026-05-04', to: '2026-06-03' }
  return named(lateFirstCandidates({ filters, first_cases, down, nameOf } as unknown as Evidence), null).signals
}

const PUNCTUAL: [number, number, number][] = Array.from({ length: 6 }, () => [24, 22, 2])

test('a scanner whose first case is late nearly every morning is named, with the exams that its lost minutes would hold', () => {
  expect(signals([...PUNCTUAL, [24, 1, 40]])).toMatchObject([
    {
      ...{ kind: 'late_first_case', scanner_id: 'C7-MR1', metric: 'first_case_delay', value: 40, reference: 15, n: 24 },
      // 24 × 40 minutes at an exam in two hours; the period has thirty days.
      ...{ stake: 8, link: { path: '/throughput/flow', filters: { center: 'C7' }, panel: 'first_cases' } },
    },
  ])
})

test('a network that is late together names nobody, nor does one of four scanners', () => {
  expect(signals(Array.from({ length: 7 }, () => [24, 3, 30]))).toEqual([])
  expect(signals([...PUNCTUAL.slice(0, 3), [24, 1, 40]])).toEqual([])
})
