// @vitest-environment jsdom
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FilterBar } from '#app/shell/filter-bar.tsx'
import type { ShellState } from '#app/shell/shell-data.ts'
import { draw } from '#tests/support/render.tsx'

const state: ShellState = {
  user: { user_name: 'ann', roles: ['analyst'], scope: { kind: 'all' } },
  snapshot: null,
  last_day: '2026-03-07',
  happenings: [],
  options: {
    ...{ centers: [], scanners: [], chosen: [], modalities: ['CT', 'MR'], provinces: [], ownerships: [] },
    found: { center: null, scanner: null },
  },
  refused: [],
  makes_pdf: false,
}
const bar = <FilterBar state={state} withCenter withModality withScanner withBaseline />

test.each(['/', '/throughput', '/compliance', '/centers/C001'])('the filter bar of %s asks that page again', (path) => {
  const drawn = draw(bar, { at: `${path}?from=2026-02-23&modality=CT` })
  expect(drawn.querySelector('form')?.getAttribute('action')).toBe(path)
})

test('a start of one’s own and a baseline are fields of the form, and the baseline can be taken away', () => {
  const asked = 'compare_from=2026-01-01&baseline_from=2025-11-01&baseline_to=2025-12-01'
  const drawn = draw(bar, { at: `/compliance?${asked}` })
  const value = (name: string) => drawn.querySelector<HTMLInputElement>(`input[name=${name}]`)?.value
  expect(['compare_from', 'baseline_from', 'baseline_to'].map(value)).toEqual([
    '2026-01-01',
    '2025-11-01',
    '2025-12-01',
  ])
  const links = [...drawn.querySelectorAll('a')].map((a) => a.getAttribute('href'))
  expect(links).toContain('/compliance?compare_from=2026-01-01')
})

test('a page without control charts keeps the baseline that was chosen', () => {
  const asked = '/profitability?baseline_from=2025-11-01&baseline_to=2025-12-01'
  const drawn = draw(<FilterBar state={state} withCenter withModality withScanner withBaseline={false} />, {
    at: asked,
  })
  const kept = [...drawn.querySelectorAll<HTMLInputElement>('input[type=hidden]')].map((input) => input.name)
  expect(kept).toEqual(['baseline_from', 'baseline_to'])
})

test('every form says where it goes: one that leaves it out goes to the layout that it stands in', () => {
  const app = join(import.meta.dirname, '../../../app')
  const without = readdirSync(app, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.tsx'))
    .flatMap((path) => {
      const forms = readFileSync(join(app, path), 'utf8').match(/<(Form|form|fetcher\.Form)\s[^>]*/g) ?? []
      return forms.filter((form) => !/\saction=|method="dialog"/.test(form)).map((form) => `${path}: ${form}`)
    })
  expect(without).toEqual([])
})

test('the button that is lit is the period that is shown, whatever the address says', () => {
  const shown = { data: { filters: { from: '2026-02-08', to: '2026-03-08' } } }
  const lit = (drawn: ParentNode) => [...drawn.querySelectorAll('[aria-current=true]')].map((a) => a.textContent)
  expect(lit(draw(bar, { at: '/throughput', ...shown }))).toEqual(['28 days'])
  expect(lit(draw(bar, { at: '/throughput?from=2026-03-01&to=2026-03-08' }))).toEqual([])
})

test('people see the last day of the period, and a day that is none is said beside its field', () => {
  const at = '/throughput?from=2026-02-31&to=2026-03-01'
  const drawn = draw(
    <FilterBar state={{ ...state, refused: ['from'] }} withCenter withModality withScanner withBaseline />,
    { at },
  )
  expect(drawn.querySelector<HTMLInputElement>('input[name=until]')?.value).toBe('2026-02-28')
  const from = drawn.querySelector('input[name=from]')!
  expect(from.getAttribute('aria-invalid')).toBe('true')
  expect(drawn.querySelector(`#${from.getAttribute('aria-describedby')}`)?.textContent).toContain('No such day')
})
