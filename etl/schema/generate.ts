import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { DuckDBInstance } from '@duckdb/node-api'
import { contracts } from '../contracts/index.ts'
import { publishedTables, SCHEMA_VERSION, shapeHash, tableOf, warehouseSql } from './index.ts'
import { SHAPES } from './shapes.ts'
import { DATA_CLASSES, type Table } from './table.ts'

const shapes = path.join(import.meta.dirname, 'shapes.ts')
const folderTarget = path.resolve(import.meta.dirname, '../../queries/data-folder.ts')
const target = path.resolve(import.meta.dirname, '../../queries/schema.ts')
const classesTarget = path.resolve(import.meta.dirname, '../../queries/data-classes.ts')

interface PublishedColumn {
  schema: string
  table: string
  grain: string
  column: string
  type: string
  comment: string
}

/** Columns of an empty warehouse as DuckDB itself reports them, in declared order. */
async function publishedColumns(): Promise<PublishedColumn[]> {
  const instance = await DuckDBInstance.create(':memory:')
  try {
    const connection = await instance.connect()
    for (const statement of warehouseSql()) await connection.run(statement)
    const result = await connection.runAndReadAll(`
      SELECT c.schema_name AS "schema", c.table_name AS "table", t.comment AS grain,
        c.column_name AS "column", c.data_type AS type, c.comment
      FROM duckdb_columns() c JOIN duckdb_tables() t USING (table_oid)
      WHERE NOT c.internal ORDER BY c.table_oid, c.column_index`)
    return result.getRowObjectsJS() as unknown as PublishedColumn[]
  } finally {
    instance.closeSync()
  }
}

/** TypeScript type of a value after the one conversion in `queries/db/`: dates and instants are text, numbers numbers. */
export function typeScriptType(duckdbType: string): string {
  if (duckdbType.endsWith('[]')) return `${typeScriptType(duckdbType.slice(0, -2))}[]`
  const name = duckdbType.replace(/\(.*/, '')
  if (['VARCHAR', 'DATE', 'TIMESTAMP WITH TIME ZONE', 'JSON'].includes(name)) return 'string'
  if (['BIGINT', 'INTEGER', 'DOUBLE', 'DECIMAL'].includes(name)) return 'number'
  if (name === 'BOOLEAN') return 'boolean'
  throw new Error(`etl/schema/generate.ts has no TypeScript type for ${duckdbType}: add it to typeScriptType`)
}

const pascal = (name: string) => name.replace(/(^|_)([a-z])/g, (_, _separator, letter: string) => letter.toUpperCase())

/** `main.exam` is the key `exam` and the interface `Exam`; `mart.center_day` keeps its schema in both. */
function tableNames(first: PublishedColumn): { key: string; type: string } {
  if (first.schema === 'main') return { key: first.table, type: pascal(first.table) }
  return { key: `${first.schema}.${first.table}`, type: pascal(`${first.schema}_${first.table}`) }
}

function interfaceText(columns: PublishedColumn[]): string {
  const first = columns[0]!
  const { columns: declared } = tableOf(`${first.schema}.${first.table}`)
  const typeOf = (c: PublishedColumn) => typeScriptType(c.type) + (declared[c.column]!.required ? '' : ' | null')
  const lines = columns.map((c) => `  /** ${c.comment} */\n  ${c.column}: ${typeOf(c)}\n`)
  return `/** ${first.grain} */\nexport interface ${tableNames(first).type} {\n${lines.join('')}}\n`
}

/** The text of `queries/schema.ts` for the schema as it stands in `etl/schema/`. */
export async function schemaText(version = SCHEMA_VERSION): Promise<string> {
  const tables = new Map<string, PublishedColumn[]>()
  for (const column of await publishedColumns()) {
    const key = tableNames(column).key
    tables.set(key, [...(tables.get(key) ?? []), column])
  }
  const database = [...tables].map(([key, columns]) => {
    const name = /^\w+$/.test(key) ? key : `'${key}'`
    return `  ${name}: ${tableNames(columns[0]!).type}\n`
  })
  const feeds = contracts.map((contract) => `'${contract.feed}'`)
  return [
    '// Generated from etl/schema by `npm run schema`: change the tables there, not here.\n',
    ...[...tables.values()].map(interfaceText),
    `/** Feeds that centers land, in the order in which they are loaded. */\nexport const FEEDS = [${feeds.join(', ')}] as const\nexport type FeedName = (typeof FEEDS)[number]\n`,
    `/** Version of these tables: snapshots of another are not asked. */\nexport const SCHEMA_VERSION = ${version}\n`,
    `/** Published tables by the name that queries use. */\nexport interface Database {\n${database.join('')}}\n`,
  ].join('\n')
}

const words = (list: readonly string[]) => `[${list.map((word) => `'${word}'`).join(', ')}]`

/** Characters of a line with its end, as the formatter has them. */
const LINE = 121

/** A table of `queries/data-classes.ts`: its class, then its columns by theirs. */
function classLines(t: Table): string {
  const columns = DATA_CLASSES.flatMap((name) => {
    const own = Object.keys(t.columns).filter((column) => t.columns[column]!.class === name)
    if (own.length === 0) return []
    const line = `    ${name}: '${own.join(' ')}',\n`
    return line.length <= LINE ? [line] : [line.replace(': ', ':\n      ')]
  })
  return `  '${t.schema}.${t.name}': {\n    class: '${t.class}',\n${columns.join('')}  },\n`
}

/** The text of `queries/data-classes.ts`: the class of every published table and column. */
export function classesText(): string {
  return [
    '// Generated from etl/schema by `npm run schema`: change the tables there, not here.\n',
    `/** How the network works; what something costs or earns; whom an exam is of and who worked on it. */\nexport const DATA_CLASSES = ${words(DATA_CLASSES)} as const\nexport type DataClass = (typeof DATA_CLASSES)[number]\n`,
    `/** A table's own class, which each of its columns needs too, and its columns by theirs, joined by blanks. */\nexport type TableClasses = { class: DataClass } & Partial<Record<DataClass, string>>\n`,
    `/** Every published table by its qualified name. */\nexport const CLASSES: Readonly<Record<string, TableClasses>> = {\n${publishedTables.map(classLines).join('')}}\n`,
  ].join('\n')
}

const FOLDER = 'etl/operation/data-folder.ts'

/** The text of `queries/data-folder.ts`: dashboard and ETL read each other's files by one description. */
export async function folderText(): Promise<string> {
  const text = await readFile(path.resolve(import.meta.dirname, '../../', FOLDER), 'utf8')
  return `// Copied from ${FOLDER} by \`npm run schema\`: change it there, not here.\n\n${text}`
}

/** Adds the present shape of the published tables to `shapes.ts` if it is a new one. Returns the version that it has. */
async function addShape(): Promise<number> {
  const hash = shapeHash()
  if (SHAPES.at(-1) === hash) return SHAPES.length
  const text = await readFile(shapes, 'utf8')
  await writeFile(shapes, text.replace(/\n\]\n$/, `\n  '${hash}',\n]\n`))
  return SHAPES.length + 1
}

async function main(check: boolean): Promise<number> {
  if (!check) {
    await writeFile(target, await schemaText(await addShape()))
    await writeFile(classesTarget, classesText())
    await writeFile(folderTarget, await folderText())
    return 0
  }
  const current = (file: string) => readFile(file, 'utf8').catch(() => '')
  const same =
    (await current(target)) === (await schemaText()) &&
    (await current(classesTarget)) === classesText() &&
    (await current(folderTarget)) === (await folderText())
  if (SHAPES.at(-1) === shapeHash() && same) return 0
  process.stderr.write(
    'queries/schema.ts, data-classes.ts or data-folder.ts does not match etl/: run `npm run schema` and commit the result\n',
  )
  return 1
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = await main(process.argv.includes('--check'))
}
