import { createReadStream } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createGunzip } from 'node:zlib'
import { isUtf8 } from 'node:buffer'
import { contractOf, contracts } from '#etl/contracts/index.ts'
import { openDb, type Db } from '#etl/db.ts'
import { discover, type LandedFile } from '#etl/landing/discover.ts'

export interface FeedFloor {
  files: number
  rows: number
  seconds: number
}

export interface Limits {
  threads: number
  memoryLimit: string
}

interface HeaderGroup {
  header: string[]
  files: string[]
}

/** The first line of a CSV file, unpacked. */
async function firstLine(file: string): Promise<string> {
  const stream = createReadStream(file)
  const text = file.endsWith('.gz') ? stream.pipe(createGunzip()) : stream
  let start = ''
  for await (const chunk of text) {
    start += (chunk as Buffer).toString('utf8')
    if (start.includes('\n')) break
  }
  stream.destroy()
  return start.split(/\r?\n/)[0]!.replace(/^\ufeff/, '')
}

/** DuckDB cannot read GB18030: such a file gets a UTF-8 copy, whose making is not counted. */
async function readable(file: string, copies: string): Promise<string> {
  if (file.endsWith('.gz')) return file
  const bytes = await readFile(file)
  if (isUtf8(bytes)) return file
  const copy = path.join(copies, `${path.basename(path.dirname(file))}-${path.basename(file)}`)
  await writeFile(copy, new TextDecoder('gb18030').decode(bytes))
  return copy
}

/** Files with the same header, read by one statement each; everything that is not CSV is one group. */
async function headerGroups(files: LandedFile[], copies: string): Promise<HeaderGroup[]> {
  const groups = new Map<string, HeaderGroup>()
  for (const { absolute } of files) {
    const csv = /\.csv(\.gz)?$/.test(absolute)
    const file = csv ? await readable(absolute, copies) : absolute
    const line = csv ? await firstLine(file) : ''
    const group = groups.get(line) ?? { header: line === '' ? [] : line.split(','), files: [] }
    group.files.push(file)
    groups.set(line, group)
  }
  return [...groups.values()]
}

const text = (value: string) => `'${value.replaceAll("'", "''")}'`

/** Explicit text columns and no auto-detection; lines that cannot be read are left out, as a run rejects them. */
function readSql(feed: string, { header, files }: HeaderGroup): string {
  const list = `[${files.map(text).join(', ')}]`
  const names = header.length > 0 ? header : contractOf(feed)!.columns.map((column) => column.name)
  const columns = `columns = {${names.map((name) => `"${name}": 'VARCHAR'`).join(', ')}}`
  if (header.length === 0)
    return `SELECT * FROM read_json(${list}, format = 'newline_delimited', ignore_errors = true, ${columns})`
  return `SELECT * FROM read_csv(${list}, ${columns}, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', ignore_errors = true)`
}

async function measureFeed(db: Db, feed: string, groups: HeaderGroup[]): Promise<{ rows: number; seconds: number }> {
  const from = performance.now()
  let rows = 0
  for (const [i, group] of groups.entries()) {
    const result = await db.run(`CREATE TABLE floor_${feed}_${i} AS ${readSql(feed, group)}`)
    rows += Number((await result.getRows())[0]![0])
  }
  await db.run('CHECKPOINT')
  return { rows, seconds: (performance.now() - from) / 1000 }
}

/**
 * The floor of loading: DuckDB alone reads the same files, one statement per header group, into tables on disk.
 * Finding the groups is not counted. Seconds and rows by feed; feeds without files are left out.
 */
export async function measureFloor(landing: string, work: string, limits: Limits): Promise<Map<string, FeedFloor>> {
  await rm(work, { recursive: true, force: true })
  await mkdir(work, { recursive: true })
  const files = await discover(landing)
  const file = path.join(work, 'floor.duckdb')
  const { db, close } = await openDb(file, { ...limits, tempDir: path.join(work, 'floor-tmp') })
  // The fastest that DuckDB does it: without the order of files it needs no waiting table for each of them.
  await db.run('SET preserve_insertion_order = false')
  const floors = new Map<string, FeedFloor>()
  try {
    for (const { feed } of contracts) {
      const mine = files.filter((landed) => landed.feed === feed)
      if (mine.length === 0) continue
      const groups = await headerGroups(mine, work)
      floors.set(feed, { files: mine.length, ...(await measureFeed(db, feed, groups)) })
    }
  } finally {
    close()
  }
  return floors
}
