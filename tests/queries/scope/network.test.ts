import { expect, test } from 'vitest'
import { centerPage } from '#queries/center/center-page.ts'
import { compliancePage } from '#queries/compliance/compliance-page.ts'
import type { CenterScope } from '#queries/scope/center-scope.ts'
import { center, filterOf } from '../support/facts.ts'
import { warehouse, type Row } from '../support/warehouse.ts'

const week = { from: '2026-03-02', to: '2026-03-09' }
const of = (...values: string[]): CenterScope => ({ kind: 'center', values })

/** So many exams of a center, of which the first deviate. */
const judged = (center_code: string, exams: number, deviating: number): Row[] =>
  Array.from({ length: exams }, (_, i) => ({
    center_code,
    accession_no: `${center_code}-${i}`,
    day: '2026-03-02',
    scanner_id: `${center_code}-CT1`,
    modality: 'CT',
    protocol_code: 'P1',
    protocol_version: 1,
    assessable: true,
    compliant: i >= deviating,
    missing_steps: 0,
    deviating_parameters: 0,
    missing_parameters: 0,
    missing_tags: 0,
    repeated_steps: 0,
    critical_deviations: 0,
    steps_in_order: true,
  }))

/** HOME has 100 exams, all compliant; each of the others 100, of which 20 deviate. */
const network = (others: number) => {
  const codes = Array.from({ length: others }, (_, i) => `OTHER${i + 1}`)
  return warehouse({
    center: ['HOME', ...codes].map((code) => center(code)),
    'mart.exam_compliance': [...judged('HOME', 100, 0), ...codes.flatMap((code) => judged(code, 101, 20))],
  })
}

async function homePage(others: number, scope: CenterScope) {
  const page = await centerPage((await network(others)).within(scope), 'HOME', filterOf(week), { money: false })
  if (!page || page.snapshot_id === null) throw new Error('no page')
  return page
}

test('a center is set beside at least five others together, its own exams not among them', async () => {
  const { network: beside, figures } = await homePage(5, of('HOME'))
  expect(figures.compliance_rate).toMatchObject({ value: 1, n: 100 })
  expect(beside.compliance_rate).toMatchObject({ value: 405 / 505, n: 505 })
})

test('with four others there is nothing to be set beside, and it is said why', async () => {
  const { network: beside } = await homePage(4, of('HOME'))
  expect(beside.compliance_rate).toMatchObject({ value: null, n: null, numerator: null, reason: 'few_centers' })
})

test('others that have no exams in the period do not count', async () => {
  const rows = await warehouse({
    center: ['HOME', 'A', 'B', 'C', 'D', 'EMPTY'].map((code) => center(code)),
    'mart.exam_compliance': ['HOME', 'A', 'B', 'C', 'D'].flatMap((code) => judged(code, 50, 1)),
  })
  const page = await centerPage(rows.within(of('HOME')), 'HOME', filterOf(week), { money: false })
  expect(page).toMatchObject({ network: { compliance_rate: { value: null, reason: 'few_centers' } } })
})

test('whoever works for all centers has the whole network beside a center, however few there are', async () => {
  const { network: beside } = await homePage(1, { kind: 'all' })
  expect(beside.compliance_rate).toMatchObject({ n: 201 })
})

async function funnelOf(others: number) {
  const reader = (await network(others)).within(of('HOME'))
  const page = await compliancePage(reader, filterOf(week), { persons: true }, {})
  if (page.snapshot_id === null) throw new Error('no snapshot')
  return { funnel: page.centers, text: JSON.stringify(page) }
}

test('the funnel of somebody of one center has the others as dots without names, and n in two digits', async () => {
  const { funnel, text } = await funnelOf(6)
  expect(funnel.rows.map((row) => row.center_code)).toEqual(['HOME'])
  expect(funnel.others).toHaveLength(6)
  expect(new Set(funnel.others.map(({ n }) => n))).toEqual(new Set([100]))
  expect(text).not.toContain('OTHER')
})

test('fewer than five others are no dots', async () => {
  const { funnel, text } = await funnelOf(4)
  expect(funnel.others).toEqual([])
  expect(funnel.rows.map((row) => row.center_code)).toEqual(['HOME'])
  expect(text).not.toContain('OTHER')
})

test('a center of somebody else is not there', async () => {
  const reader = (await network(6)).within(of('HOME'))
  expect(await centerPage(reader, 'OTHER1', filterOf(week), { money: false })).toBeUndefined()
  const asked = compliancePage(reader, filterOf({ ...week, center: ['OTHER1'] }), { persons: true }, {})
  await expect(asked).rejects.toMatchObject({ code: 'queries/filter' })
})
