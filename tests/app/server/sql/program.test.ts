import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { childProgram } from '#app/server/sql/sandbox/program.ts'

test('the built program is whole but for the engine, which it names by its place', async () => {
  const program = await childProgram()
  const asked = [...program.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name!)
  const engine = createRequire(import.meta.url).resolve('@duckdb/node-api')
  expect(asked).toContain(engine)
  expect(asked.filter((name) => name !== engine && !name.startsWith('node:'))).toEqual([])
})
