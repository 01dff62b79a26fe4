import { expect, test } from 'vitest'
import { foldOverview } from '#app/overview/overview-model.ts'
import { tableViews } from '#app/served/table-view.ts'
import type { OverviewPage } from '#queries/overview/overview-types.ts'

const center = (i: number) => ({
  ...{
    center_code: `C${i}`,
    name_en: `Center ${i}`,
    name_zh: `中心 ${i}`,
    province: [null, '浙江', '浙江省', 'Hubei'][i % 4] ?? null,
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
  const { centers } = folded(12)
  expect([centers.rows.map((c) => c.center_code)[3], centers.total]).toEqual(['C3', 12])
})

test('of many centers those with signals come first, then those with most exams', () => {
  const { centers } = folded(300)
  expect(centers.rows.slice(0, 3).map((c) => c.center_code)).toEqual(['C3', 'C299', 'C298'])
  expect([centers.rows.length, centers.total]).toEqual([100, 300])
})

test('a province is one square however its sources write it, and whoever has none is counted apart', () => {
  const { map } = folded(8)
  expect(map.provinces).toEqual([
    { province: '浙江', names: ['浙江', '浙江省'], exams_performed: 1 + 2 + 5 + 6, centers: 4, signals: 0 },
    { province: '湖北', names: ['Hubei'], exams_performed: 3 + 7, centers: 2, signals: 1 },
  ])
  expect([map.unplaced, map.alerts, map.total]).toEqual([2, 1, 8])
})
