import { expect, test } from 'vitest'
import { foldOverview } from '#app/overview/overview-model.ts'
import { tableViews } from '#app/served/table-view.ts'
import type { OverviewPage } from '#queries/overview/overview-types.ts'

const center = (i: number) => ({
  ...{
    center_code: `C${i}`,
    name_en: `Center ${i}`,
    name_zh: `中心 ${i}`,
    province: null,
    city: null,
    ownership: null,
  },
  ...{ longitude: 100 + i / 100, latitude: 30, exams_performed: i, compliance_rate: null, assessable: 0 },
  signals: i === 3 ? 1 : 0,
})
const ofCenters = (n: number) =>
  ({
    snapshot_id: 's',
    centers: Array.from({ length: n }, (_, i) => center(i)),
    attention: { signals: [], comparisons: 0, expected_false: 0, cny_per_patient: null },
    money: null,
  }) as unknown as OverviewPage

const folded = (n: number) => {
  const model = foldOverview(ofCenters(n), tableViews(new URLSearchParams()))
  if (model.snapshot_id === null) throw new Error('no snapshot')
  return model
}

test('every center of a small network stands on the page, in the order of the codes', () => {
  const { centers, map } = folded(12)
  expect([centers.rows.map((c) => c.center_code)[3], centers.total, map.links.length, map.dots]).toEqual([
    'C3',
    12,
    12,
    [],
  ])
})

test('of many centers those with signals come first, then those with most exams; the map draws the others as dots', () => {
  const { centers, map } = folded(300)
  expect(centers.rows.slice(0, 3).map((c) => c.center_code)).toEqual(['C3', 'C299', 'C298'])
  expect([centers.rows.length, centers.total, map.links.length, map.dots.length]).toEqual([100, 300, 200, 100])
})
