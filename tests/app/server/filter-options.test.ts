import { expect, test } from 'vitest'
import { filterOptions, withFound, type Nameable } from '#app/server/filter-options.ts'

const network = (centers: number): Nameable => ({
  centers: Array.from({ length: centers }, (_, i) => ({
    ...{
      center_code: `C${i}`,
      name_en: i === 7 ? 'North Lake' : `Center ${i}`,
      name_zh: i === 7 ? '北湖' : `中心 ${i}`,
    },
    ...{ province: i % 2 === 0 ? 'Hunan' : 'Hubei', ownership: 'owned' },
  })),
  scanners: Array.from({ length: centers }, (_, i) => ({ scanner_id: `S${i}`, center_code: `C${i}`, modality: 'CT' })),
  modalities: ['CT'],
  provinces: ['Hubei', 'Hunan'],
  ownerships: ['owned'],
})
const at = (query: string, centers = 100) => filterOptions(network(centers), new URLSearchParams(query))
const found = (query: string) => withFound(network(100), new URLSearchParams(query))?.toString() ?? null

test('a small network offers its centers as a list, without groups', () => {
  const { centers, scanners, provinces } = at('center=C1', 12)
  expect([centers?.length, scanners?.length, provinces]).toEqual([11, 1, []])
})

test('a large network offers groups and a search, and tells the names of those that are chosen', () => {
  const { centers, scanners, provinces, chosen } = at('center=C7')
  expect([centers, scanners?.length, provinces]).toEqual([null, 1, ['Hubei', 'Hunan']])
  expect(chosen).toEqual([{ center_code: 'C7', name_en: 'North Lake', name_zh: '北湖' }])
})

test('a search finds by every word of code and names, among those that the filter leaves, and says how many', () => {
  expect(at('add_center=lake north').found.center).toMatchObject({ total: 1, options: [{ center_code: 'C7' }] })
  expect(at('add_center=中心').found.center).toMatchObject({ total: 99 })
  expect(at('add_center=中心').found.center?.options).toHaveLength(20)
  expect(at('add_center=lake&province=Hunan').found.center?.total).toBe(0)
})

test('what a search names alone goes into the filter: by code, by the text of the list, by any words', () => {
  expect(found('modality=CT&add_center=c1')).toBe('modality=CT&center=C1')
  expect(found('add_center=C7 · North Lake')).toBe('center=C7')
  expect(found('center=C1&add_center=北湖')).toBe('center=C1&center=C7')
  expect(found('add_scanner=s12&add_center=')).toBe('add_center=&scanner=S12')
})

test('what names several, none or nothing leaves the address as it is', () => {
  expect([found('add_center=center'), found('add_center=nowhere'), found('modality=CT')]).toEqual([null, null, null])
})
