import { expect, test } from 'vitest'
import { centerPage } from '#queries/center/center-page.ts'
import { compliancePage } from '#queries/compliance/compliance-page.ts'
import type { WarehouseReader } from '#queries/db/snapshots.ts'
import { panelOf, panelStatement, questionsOf } from '#queries/pages.ts'
import type { CenterScope } from '#queries/scope/center-scope.ts'
import { flowPage } from '#queries/throughput/flow-page.ts'
import { center, exam, filterOf } from '../support/facts.ts'
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
  // 405 of 505, in so few digits that two selections cannot be subtracted from each other.
  expect(beside.compliance_rate).toMatchObject({ value: 0.802, n: 510, numerator: null })
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

test('compliance tiles have the others together beside them, whichever of their own somebody chooses', async () => {
  const rows = await warehouse({
    center: ['HOME', 'SECOND', 'A', 'B', 'C', 'D', 'E'].map((code) => center(code)),
    'mart.exam_compliance': [
      ...judged('HOME', 100, 0),
      ...judged('SECOND', 100, 100),
      ...['A', 'B', 'C', 'D', 'E'].flatMap((code) => judged(code, 100, 20)),
    ],
  })
  const beside = async (scope: CenterScope, chosen: string[] = []) => {
    const page = await compliancePage(rows.within(scope), filterOf({ ...week, center: chosen }), { persons: true }, {})
    return page.snapshot_id === null ? null : page.network?.compliance_rate
  }
  const both = of('HOME', 'SECOND')
  expect(await beside(both)).toMatchObject({ value: 0.8, n: 500 })
  expect(await beside(both, ['HOME'])).toMatchObject({ value: 0.8, n: 500 })
  // A token of theirs for one center alone: what it is set beside, less their other center, would be five centers once more.
  expect(await beside({ kind: 'center', values: ['HOME'], isPart: true })).toBeUndefined()
})

/** Exams of a protocol at a center, each so many minutes long. */
const lasting = (center_code: string, exams: number, minutes: number): Row[] =>
  Array.from({ length: exams }, (_, i) =>
    exam({
      ...{ center_code, accession_no: `${center_code}-${i}`, scanner_id: `${center_code}-CT1`, protocol_code: 'P1' },
      ...{ day: '2026-03-03', started_at: '2026-03-03 02:00:00Z', completed_at: `2026-03-03 02:${minutes}:00Z` },
    }),
  )

test('exam times have those of at least five other centers beside them, and their statement has its own alone', async () => {
  const flow = async (others: number) => {
    const codes = Array.from({ length: others }, (_, i) => `OTHER${i + 1}`)
    const reader = await warehouse({
      center: ['HOME', ...codes].map((code) => center(code)),
      exam: [...lasting('HOME', 5, 20), ...codes.flatMap((code) => lasting(code, 3, 12))],
    })
    const ask = (one: WarehouseReader) => flowPage(one, filterOf(week), { persons: true })
    const scoped = reader.within(of('HOME'))
    const page = await ask(scoped)
    const questions = await questionsOf(scoped, 'flow', ask)
    return {
      rows: page.snapshot_id === null ? [] : page.protocols,
      statement: panelStatement(panelOf('flow', 'protocols')!, questions!),
    }
  }
  const five = await flow(5)
  expect(five.rows).toMatchObject([{ n: 5, exam_minutes_median: 20, network_n: 15, network_exam_minutes_median: 12 }])
  expect(five.statement).toContain('exam_minutes_median')
  expect(five.statement).not.toMatch(/OTHER|network/)
  expect((await flow(4)).rows).toMatchObject([{ n: 5, network_n: 0, network_exam_minutes_median: null }])
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
