import { expect, test } from 'vitest'
import type { Services } from '#app/server/services.ts'
import { SqlConsole } from '#app/server/sql-store/console.ts'
import type { Asked } from '#app/server/sql-store/forms.ts'
import { RefusedExports } from '#app/server/sql-store/refused-exports.ts'
import type { SqlProblem } from '#app/sql/sql-types.ts'
import { ann, bob, store } from '#tests/support/console-store.ts'

const problem: SqlProblem = { code: 'refused', message: 'The function read_csv() may not be used.', position: 14 }

async function consoles() {
  const services = {
    appDb: await store(),
    reader: { current: () => Promise.resolve(null) },
    sql: {
      schema: () => Promise.resolve({ code: 'no_snapshot', message: '' }),
      export: () => Promise.resolve({ ok: false, problem }),
    },
    refusedExports: new RefusedExports(),
    config: { sql: { screenRows: 1, exportRows: 1 } },
  } as unknown as Services
  return { ann: new SqlConsole(services, ann), bob: new SqlConsole(services, bob) }
}

const asked = (sql: string): Asked => ({ sql, parameters: { a: '1' }, page: 1, format: 'csv' })

async function refused(console: SqlConsole, sql: string): Promise<URLSearchParams> {
  const answer = await console.export(asked(sql))
  if (answer.ok) throw new Error('it was not refused')
  return new URL(answer.address, 'http://host').searchParams
}

test('a refused export leads to its text, its parameters and its message, which only that person sees', async () => {
  const people = await consoles()
  const search = await refused(people.ann, 'SELECT * FROM read_csv($a)')
  expect(search.get('problem')).toBe('refused')
  expect(await people.ann.page(search, 'en')).toMatchObject({
    refused: problem,
    opened: { sql: 'SELECT * FROM read_csv($a)', parameters: { a: '1' } },
    history: [{ kind: 'export', outcome: 'refused' }],
  })
  expect((await people.bob.page(search, 'en')).refused).toBeNull()
  expect((await people.ann.page(new URLSearchParams('problem=refused'), 'en')).refused).toBeNull()
})

test('a text that is too long for an address is there too', async () => {
  const { ann: console } = await consoles()
  const sql = `SELECT '${'影'.repeat(4_000)}' FROM read_csv('x')`
  const page = await console.page(await refused(console, sql), 'en')
  expect([page.opened.sql, page.refused]).toEqual([sql, problem])
})
