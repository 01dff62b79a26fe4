import { expect, test } from 'vitest'
import { publishedTables } from '#etl/schema/index.ts'

const columns = publishedTables.flatMap((table) =>
  Object.entries(table.columns).map(([name, column]) => ({
    id: `${table.schema}.${table.name}.${name}`,
    name,
    amount: column.type.startsWith('DECIMAL') || /\bCNY\b/.test(column.comment),
    classes: new Set([table.class, column.class]),
  })),
)

test('every amount of money, share of it and count of claims is of the class money', () => {
  const money = columns.filter(({ name, amount }) => amount || /charge|partner|denied|adjudicated|margin/.test(name))
  expect(money.length).toBeGreaterThan(50)
  expect(money.filter(({ classes }) => !classes.has('money')).map(({ id }) => id)).toEqual([])
})

test('what names an exam, a patient or who worked on it is of the class person', () => {
  const person = columns.filter(({ name }) =>
    /accession|repeat_of|^patient_(key|birth|sex)|(physician|logist)_key/.test(name),
  )
  expect(person.length).toBeGreaterThan(10)
  expect(person.filter(({ classes }) => !classes.has('person')).map(({ id }) => id)).toEqual([])
})

test('what came in and how loading went is for everybody', () => {
  const ops = columns.filter(({ id }) => id.startsWith('ops.'))
  expect(new Set(ops.flatMap(({ classes }) => [...classes]))).toEqual(new Set(['operations']))
})
