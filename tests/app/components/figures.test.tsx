// @vitest-environment jsdom
import { expect, test } from 'vitest'
import { FigureTile } from '#app/components/figure-tile.tsx'
import type { Figure } from '#queries/page/page-types.ts'
import { draw } from '#tests/support/render.tsx'

const figure = (metric: string, given: Partial<Figure>): Figure => ({
  ...{ metric, value: null, n: null, numerator: null, low: null, high: null, reason: null },
  ...{ previous: null, change: null, change_low: null, change_high: null, change_share: null },
  ...{ verdict: null, provisional: false, compared: null, not_compared: null },
  ...given,
})

const textOf = (one: Figure, locale: 'en' | 'zh-CN' = 'en') => draw(<FigureTile figure={one} />, { locale }).textContent

test('a rate stands with its interval and its n', () => {
  const rate = figure('compliance_rate', { value: 0.9, n: 1200, numerator: 1080, low: 0.88, high: 0.916 })
  expect(textOf(rate)).toMatch(/90\.0%.*88\.0.*91\.6%.*1,200/)
})

test('a share of minutes names no n, though its minutes be whole', () => {
  const share = figure('utilization_rate', { value: 0.75, n: 12_960, numerator: 9_720 })
  expect(textOf(share)).toContain('75.0%')
  expect(textOf(share)).not.toContain('12,960')
})

test('a rate of too few observations says so, with their number', () => {
  const few = figure('compliance_rate', { n: 3, numerator: 2, reason: 'small_sample' })
  expect(textOf(few)).toMatch(/–.*Too few observations.*3/)
})

test('a figure that is not known by scanner says why in words', () => {
  const gone = figure('no_show_rate', { reason: 'not_by_scanner' })
  expect(textOf(gone)).toContain('Not known by scanner')
  expect(textOf(gone, 'zh-CN')).toContain('请取消设备筛选')
})

test('an amount that has not come is a dash, never 0', () => {
  const none = figure('net_revenue', { reason: 'ledger_not_come' })
  expect(textOf(none)).toMatch(/–.*The ledger has not come/)
})
