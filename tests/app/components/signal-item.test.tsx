// @vitest-environment jsdom
import { expect, test } from 'vitest'
import { SignalItem } from '#app/overview/attention.tsx'
import { draw } from '#tests/support/render.tsx'

type Shown = Parameters<typeof SignalItem>[0]['signal']

const NONE = { modality: null, product_code: null, scanner_id: null, n: null }

const textOf = (signal: Shown, locale: 'en' | 'zh-CN' = 'en') =>
  draw(<SignalItem center="C001" signal={signal} />, { locale }).textContent

test('a loss in spite of full scanners is an amount beside the share of the capacity that is used', () => {
  const loss: Shown = {
    ...NONE,
    ...{ kind: 'loss_at_high_use', metric: 'operating_profit', value: -12_345.6 },
    ...{ reference: 0.912, reference_metric: 'capacity_use_rate' },
  }
  expect(textOf(loss)).toBe('Loss in spite of full scanners · -¥12,346 with Practical capacity used 91.2%')
  expect(textOf(loss, 'zh-CN')).toContain('91.2%')
})

test('a signal against a limit of its own metric says both in its unit', () => {
  const funnel: Shown = {
    ...{ ...NONE, modality: 'CT', n: 1200 },
    ...{ kind: 'no_show_funnel', metric: 'no_show_rate', value: 0.2 },
    ...{ reference: 0.1, reference_metric: 'no_show_rate' },
  }
  expect(textOf(funnel)).toMatch(/ · CT · 20\.0% against 10\.0% · .*1,200/)
})

test('down time is a share of staffed minutes and names no n', () => {
  const down: Shown = {
    ...{ ...NONE, modality: 'MR', scanner_id: 'S1', n: 3600 },
    ...{ kind: 'down_time', metric: 'down_share', value: 0.25, reference: null, reference_metric: 'down_share' },
  }
  expect(textOf(down)).toBe('Scanner down for long · MR · S1 · 25.0%')
})

test('a signal without a figure is named alone', () => {
  const stale: Shown = {
    ...NONE,
    ...{ kind: 'data_stale', metric: 'exams_performed', value: null },
    ...{ reference: null, reference_metric: 'exams_performed' },
  }
  expect(textOf(stale)).toBe('Data does not arrive')
})
