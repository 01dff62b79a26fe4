import { expect, test } from 'vitest'
import { SAMPLED_COLUMNS } from '#app/server/sql/sampled-columns.ts'
import { publishedTables } from '#etl/schema/index.ts'

const types = new Map(
  publishedTables.flatMap(({ schema, name, columns }) =>
    Object.entries(columns).map(([column, { type }]) => [`${schema}.${name}.${column}`, type]),
  ),
)

test('the schema browser takes samples of published columns only, and of no number, day or key', () => {
  expect(SAMPLED_COLUMNS.filter((column) => !types.has(column))).toEqual([])
  expect(SAMPLED_COLUMNS.filter((column) => types.get(column) !== 'VARCHAR')).toEqual([])
  expect(SAMPLED_COLUMNS.filter((column) => /_(hash|id|key)$|accession/.test(column))).toEqual([])
})
