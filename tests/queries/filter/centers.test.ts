import { expect, test } from 'vitest'
import { centersOf } from '#queries/filter/centers.ts'
import { parseFilter } from '#queries/filter/filter.ts'
import { center } from '../support/facts.ts'
import { warehouse } from '../support/warehouse.ts'

const CENTERS = [
  { ...center('C1'), province: 'Hunan', ownership: 'owned' },
  { ...center('C2'), province: 'Hunan', ownership: 'partnered' },
  { ...center('C3'), province: 'Hubei', ownership: 'owned' },
  { ...center('C4'), province: null, ownership: null },
]

async function centers(query: string) {
  const reader = await warehouse({ center: CENTERS })
  return reader.read(query, (db) => centersOf(db, parseFilter(new URLSearchParams(query))))
}

test('a province or a kind of ownership stands for its centers, together they narrow', async () => {
  expect(await centers('province=Hunan')).toEqual(['C1', 'C2'])
  expect(await centers('province=Hunan&province=Hubei')).toEqual(['C1', 'C2', 'C3'])
  expect(await centers('province=Hunan&ownership=owned')).toEqual(['C1'])
  expect(await centers('ownership=owned&center=C3&center=C2')).toEqual(['C3'])
  expect(await centers('center=C9')).toEqual(['C9'])
  expect(await centers('')).toEqual([])
})

test('groups that leave no center are refused: an empty list would be the whole network', async () => {
  await expect(centers('province=Nowhere')).rejects.toMatchObject({
    code: 'queries/filter',
    issues: [{ field: 'province' }],
  })
  await expect(centers('ownership=owned&center=C2')).rejects.toMatchObject({ issues: [{ field: 'ownership' }] })
})

test('a filter may name as many centers as a large network has', () => {
  const query = new URLSearchParams(Array.from({ length: 3000 }, (_, i) => ['center', `C${i}`]))
  expect(parseFilter(query).center).toHaveLength(3000)
})
