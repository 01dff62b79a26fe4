// @vitest-environment jsdom
import { expect, test } from 'vitest'
import { SignalItem } from '#app/overview/attention.tsx'
import type { Signal } from '#queries/overview/overview-types.ts'
import { draw } from '#tests/support/render.tsx'

const NONE = {
  ...{
    scanner_id: null,
    modality: null,
    province: null,
    payer_class: null,
    product: null,
    finding: null,
    manufacturer: null,
    protocol: null,
    reference: null,
    n: null,
  },
  since: null,
}
const center = { center_code: 'C001', name_en: 'First', name_zh: '一' }

const drawn = (signal: Signal, locale: 'en' | 'zh-CN' = 'en') => draw(<SignalItem signal={signal} />, { locale })

const noShows: Signal = {
  ...{ ...NONE, kind: 'no_show_funnel', center, modality: 'CT', n: 1200 },
  ...{ metric: 'no_show_rate', unit: 'rate', value: 0.2, reference: 0.1, stake: 120.4, stake_unit: 'patients' },
  link: { path: '/throughput', filters: { center: 'C001', modality: 'CT' }, panel: 'centers' },
}

test('an entry names the center, the figures with n, what is at stake and what to do', () => {
  const text = drawn(noShows).textContent
  expect(text).toMatch(
    /Bookings are not kept · First C001 · CT · No-show rate 20\.0% against 10\.0% · .*1,200 · 120 patients a month/,
  )
  expect(text).toContain('Check reminders')
})

test('the link lands on the panel, filtered', () => {
  const links = [...drawn(noShows).querySelectorAll('a')].map((a) => a.getAttribute('href'))
  expect(links[0]).toBe('/throughput?center=C001&modality=CT#centers')
})

test('money is at stake in yuan, and a price names the day from which it holds', () => {
  const fall: Signal = {
    ...{
      ...NONE,
      kind: 'price_step',
      center: null,
      province: '浙江',
      payer_class: null,
      modality: 'MR',
      since: '2026-04-01',
    },
    ...{ metric: 'gross_charges', unit: 'cny', value: 400, reference: 500, stake: 12_345, stake_unit: 'cny' },
    link: { path: '/profitability', filters: {}, panel: 'prices' },
  }
  expect(drawn(fall).textContent).toMatch(
    /Prices fell · Zhejiang · MR · ¥400 against ¥500 · since .*2026.* · ¥12,345 a month/,
  )
  expect(drawn(fall, 'zh-CN').textContent).toContain('每月 ¥12,345')
})

test('a signal without a figure is named with what is at stake', () => {
  const stale: Signal = {
    ...{ ...NONE, kind: 'data_stale', center, metric: 'exams_performed', unit: 'count', value: null },
    ...{ stake: 30, stake_unit: 'patients', link: { path: '/data', filters: { center: 'C001' }, panel: 'freshness' } },
  }
  expect(drawn(stale).textContent).toMatch(/^Data does not arrive · First C001 · 30 patients a month/)
})
