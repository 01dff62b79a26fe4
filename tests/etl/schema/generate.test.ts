import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { classesText, folderText, schemaText, typeScriptType } from '#etl/schema/generate.ts'
import { SCHEMA_VERSION, shapeHash } from '#etl/schema/index.ts'
import { SHAPES } from '#etl/schema/shapes.ts'
import { table } from '#etl/schema/table.ts'

test('queries/schema.ts is what etl/schema generates', async () => {
  expect(await readFile('queries/schema.ts', 'utf8')).toBe(await schemaText())
})

test('queries/data-classes.ts is what etl/schema generates', async () => {
  expect(await readFile('queries/data-classes.ts', 'utf8')).toBe(classesText())
})

test('the files of a data folder are described once: the description of the dashboard is a copy', async () => {
  expect(await readFile('queries/data-folder.ts', 'utf8')).toBe(await folderText())
})

test('the newest version is the shape that the published tables have', () => {
  // Another shape wants a version of its own: `npm run schema` adds it.
  expect(SHAPES.at(-1)).toBe(shapeHash())
  expect(SCHEMA_VERSION).toBe(SHAPES.length)
})

test('a column more, another type or another order is another shape; another comment is none', () => {
  const exam = table('main.exam', 'exam', { a: ['VARCHAR', 'one'], b: ['DATE', 'two'] })
  const like = (columns: Record<string, [string, string]>) => shapeHash([table('main.exam', 'exam', columns)])
  const hash = shapeHash([exam])
  expect(like({ a: ['VARCHAR', 'said otherwise'], b: ['DATE', 'two'] })).toBe(hash)
  expect(like({ a: ['VARCHAR', 'one'], b: ['DATE', 'two'], c: ['DATE', 'three'] })).not.toBe(hash)
  expect(like({ a: ['BIGINT', 'one'], b: ['DATE', 'two'] })).not.toBe(hash)
  expect(like({ b: ['DATE', 'two'], a: ['VARCHAR', 'one'] })).not.toBe(hash)
})

test('a column is of its table’s class unless it says otherwise, and its class is no part of the shape', () => {
  const of = (dataClass?: 'money') => table('main.x', 'x', { a: ['DATE', 'a'], b: ['DATE', 'b', 'person'] }, dataClass)
  expect(Object.values(of().columns).map((column) => column.class)).toEqual(['operations', 'person'])
  expect(Object.values(of('money').columns).map((column) => column.class)).toEqual(['money', 'person'])
  expect(shapeHash([of('money')])).toBe(shapeHash([of()]))
})

test('dates, instants and JSON are text, whole numbers and money are numbers', () => {
  const types = ['DATE', 'TIMESTAMP WITH TIME ZONE', 'JSON', 'BIGINT', 'DECIMAL(14,2)', 'VARCHAR[]', 'BOOLEAN']
  expect(types.map(typeScriptType)).toEqual(['string', 'string', 'string', 'number', 'number', 'string[]', 'boolean'])
})

test('a type without a translation is refused with the place to add it', () => {
  expect(() => typeScriptType('BLOB')).toThrow('add it to typeScriptType')
})
