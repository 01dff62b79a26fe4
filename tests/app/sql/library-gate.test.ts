import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { knowledgeOf, withCasts } from '#app/sql/knowledge.ts'
import { parametersOf } from '#app/sql/parameters.ts'
import { planOf } from '#app/console/logic/plan.ts'
import { createSqlService } from '#app/server/sql/service.ts'
import type { SqlSchema, SqlService } from '#app/sql/sql-types.ts'
import { ALL_CENTERS } from '#queries/scope/center-scope.ts'
import { DATA_CLASSES } from '#queries/data-classes.ts'
import { createSnapshotReader, type SnapshotReader } from '#queries/db/snapshots.ts'
import { LIBRARY } from '#queries/library/index.ts'
import { PARAMETER_LISTS } from '#queries/library/lists.ts'
import { etl, testConfig } from '#tests/support/etl.ts'

let folder: string
let reader: SnapshotReader
let service: SqlService

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'isocenter-console-'))
  await etl(testConfig('tests/fixtures/network/landing', folder))
  reader = createSnapshotReader({ dataDirs: [folder] })
  service = createSqlService({ reader })
})
afterAll(async () => {
  await service.close()
  await reader.close()
  await rm(folder, { recursive: true })
})

const ann = { user: 'ann', classes: DATA_CLASSES, scope: ALL_CENTERS }
const nulls = (sql: string) => Object.fromEntries(parametersOf(sql).map(({ name }) => [name, null]))

test('every library query and every list passes the gate and finds rows', async () => {
  const texts = [...LIBRARY.map(({ id, sql }) => [id, sql]), ...Object.entries(PARAMETER_LISTS)] as [string, string][]
  for (const [name, sql] of texts) {
    const answer = await service.run({ ...ann, sql, parameters: nulls(sql) })
    expect([name, answer.ok ? answer.result.rows.length > 0 : answer.problem]).toEqual([name, true])
  }
})

test('a day compared without a cast runs with the cast that the console adds', async () => {
  const known = knowledgeOf((await service.schema(ann)) as SqlSchema, PARAMETER_LISTS)
  const { sql } = withCasts('SELECT count(*) FROM mart.center_day WHERE day >= $from', known)
  const answer = await service.run({ ...ann, sql, parameters: { from: '2026-03-02' } })
  expect(answer).toMatchObject({ ok: true })
})

test('a real profile becomes a tree whose shares add up', async () => {
  const answer = await service.explain({
    ...ann,
    sql: 'SELECT modality, count(*) FROM exam GROUP BY 1',
    analyze: true,
  })
  if (!answer.ok) throw new Error(answer.problem.message)
  const flat = (nodes: ReturnType<typeof planOf>): ReturnType<typeof planOf> =>
    nodes.flatMap((node) => [node, ...flat(node.children)])
  const nodes = flat(planOf(answer.plan))
  expect(nodes.map(({ name }) => name).join()).toMatch(/SCAN/)
  expect(nodes.every(({ rows, seconds }) => rows !== null && seconds !== null)).toBe(true)
  expect(nodes.reduce((sum, { share }) => sum + (share ?? 0), 0)).toBeCloseTo(1, 6)
})
