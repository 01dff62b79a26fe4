import { Readable } from 'node:stream'
import type { ActionFunctionArgs } from '@remix-run/node'
import { expect, test } from 'vitest'
import { action } from '#app/console/routes/export.ts'
import type { Asked } from '#app/server/sql-store/forms.ts'
import type { ExportAnswer } from '#app/server/sql-store/console.ts'

/** Posts a form to the route, whose console answers as told. */
async function post(
  fields: Record<string, string>,
  answer: ExportAnswer,
): Promise<{ response: Response; asked: Asked[] }> {
  const asked: Asked[] = []
  const request = new Request('http://host/sql/export', { method: 'POST', body: new URLSearchParams(fields) })
  const console = {
    export: (one: Asked) => {
      asked.push(one)
      return Promise.resolve(answer)
    },
  }
  const context = { desk: { console: () => Promise.resolve(console) } }
  const response = await action({ request, context, params: {} } as unknown as ActionFunctionArgs)
  return { response, asked }
}

const file = (): ExportAnswer => ({
  ok: true,
  stream: Readable.from(['a\n', '1\n']),
  filename: 'select-1-2026-03-01-s1.csv',
  contentType: 'text/csv; charset=utf-8',
  snapshotId: 's1',
  outcome: Promise.resolve({ rows: 1, bytes: 4, truncated: false }),
})

test('a file comes whole, is not held back by compression, and names its snapshot', async () => {
  const { response, asked } = await post({ sql: '-- why\nSELECT 1 AS a', format: 'csv', 'p.from': 'x' }, file())
  expect(await response.text()).toBe('a\n1\n')
  expect(response.headers.get('cache-control')).toContain('no-transform')
  expect(response.headers.get('x-snapshot')).toBe('s1')
  expect(response.headers.get('content-disposition')).toContain('filename="SELECT-1-AS-a-2026-03-01-s1.csv"')
  expect(asked).toMatchObject([{ sql: '-- why\nSELECT 1 AS a', format: 'csv', parameters: { from: 'x' } }])
})

test('a saved query’s file has its name, also a Chinese one, then date and snapshot', async () => {
  const { response } = await post({ sql: 'SELECT 1', format: 'csv', name: '每日检查 "A"/B' }, file())
  const header = response.headers.get('content-disposition') ?? ''
  expect(decodeURIComponent(/filename\*=UTF-8''(\S+)/.exec(header)![1]!)).toBe('每日检查-A-B-2026-03-01-s1.csv')
  expect(header).toMatch(/filename="[\x21-\x7e]+"/)
})

test('what is refused leads back to where the console says why', async () => {
  const { response } = await post({ sql: 'COPY x', format: 'csv' }, { ok: false, address: '/sql?q=COPY+x&why=1' })
  expect([response.status, response.headers.get('location')]).toEqual([303, '/sql?q=COPY+x&why=1'])
})
