import { expect, test } from 'vitest'
import { columnZh, rowZh, schemaFor } from '#app/i18n/schema.server.ts'
import { publishedTables } from '#etl/schema/index.ts'

const columns = publishedTables.flatMap((t) =>
  Object.entries(t.columns).map(([name, { comment }]) => ({
    name: `${t.schema}.${t.name}.${name}`,
    english: comment,
    chinese: columnZh(`${t.schema}.${t.name}`, name),
  })),
)
const tables = publishedTables.map((t) => ({
  name: `${t.schema}.${t.name}`,
  english: `One row per ${t.grain}`,
  chinese: rowZh(`${t.schema}.${t.name}`),
}))

test('every published table and column has a meaning in Chinese', () => {
  const missing = [...tables, ...columns].filter(
    ({ english, chinese }) => chinese === null || chinese === english || !/[\u4e00-\u9fff]/.test(chinese),
  )
  expect(missing.map(({ name }) => name)).toEqual([])
})

test('what means the same in English means the same in Chinese, whichever table has it', () => {
  const words = new Map<string, Set<string>>()
  for (const { name, english, chinese } of columns) {
    const column = `${name.split('.').at(-1)}: ${english}`
    words.set(column, (words.get(column) ?? new Set()).add(chinese ?? ''))
  }
  expect([...words].filter(([, chinese]) => chinese.size > 1)).toEqual([])
})

test('one Chinese meaning stands for no two English ones of a column', () => {
  const words = new Map<string, Set<string>>()
  for (const { name, english, chinese } of columns) {
    const column = `${name.split('.').at(-1)}: ${chinese}`
    words.set(column, (words.get(column) ?? new Set()).add(english))
  }
  expect([...words].filter(([, english]) => english.size > 1)).toEqual([])
})

test('a reader of Chinese gets Chinese comments, and the engine’s own where a table is not known', () => {
  const column = { name: 'center_code', type: 'VARCHAR', comment: 'Center (main.center)' }
  const table = (name: string) => ({ schema: 'main', name, comment: 'One row per x', rows: 1, columns: [column] })
  const unknown = { ...table('later'), columns: [{ name: 'later', type: 'VARCHAR', comment: 'Later' }] }
  const schema = { snapshotId: 's', tables: [table('scanner'), unknown], functions: [], keywords: [] }
  const [scanner, later] = schemaFor(schema, 'zh-CN').tables
  expect([scanner!.comment, scanner!.columns[0]!.comment]).toEqual(['每行一台设备', '中心（main.center）'])
  expect([later!.comment, later!.columns[0]!.comment]).toEqual(['One row per x', 'Later'])
  expect(schemaFor(schema, 'en')).toBe(schema)
})
