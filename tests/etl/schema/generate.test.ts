import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { schemaText, typeScriptType } from '#etl/schema/generate.ts'

test('queries/schema.ts is what etl/schema generates', async () => {
  expect(await readFile('queries/schema.ts', 'utf8')).toBe(await schemaText())
})

test('dates, instants and JSON are text, whole numbers and money are numbers', () => {
  const types = ['DATE', 'TIMESTAMP WITH TIME ZONE', 'JSON', 'BIGINT', 'DECIMAL(14,2)', 'VARCHAR[]', 'BOOLEAN']
  expect(types.map(typeScriptType)).toEqual(['string', 'string', 'string', 'number', 'number', 'string[]', 'boolean'])
})

test('a type without a translation is refused with the place to add it', () => {
  expect(() => typeScriptType('BLOB')).toThrow('add it to typeScriptType')
})
