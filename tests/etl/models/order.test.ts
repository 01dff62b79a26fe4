import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { MODELS, scope } from '#etl/models/build.ts'

const FOLDER = join(import.meta.dirname, '../../../etl/models')
/** Built where dirty days are marked, before all others. */
const BEFORE = ['network_bounds', 'center_as_of']
/** Read by the update that settles the months when all of them are there. */
const SETTLING = ['month_state']

const nameOf = (model: string) => model.replace(/^mart\//, 'mart.')

function sqlOf(model: string): string {
  const path = model.startsWith('mart/') ? model : `intermediate/${model}`
  const text = readFileSync(join(FOLDER, `${path}.sql`), 'utf8').replace(/--.*/g, '')
  return text.replace(/\{\{(\w+)\}\}/g, (_, part: string) => scope(true)[part] ?? 'true')
}

/** Models that a statement reads: names after FROM, JOIN or a comma, but for its own WITH parts. */
function readIn(sql: string, models: string[]): string[] {
  const own = new Set([...sql.matchAll(/\b(\w+) AS (?:MATERIALIZED )?\(/g)].map((m) => m[1]))
  const named = new Set([...sql.matchAll(/(?:\b(?:FROM|JOIN)|,)\s+\(?\s*((?:mart\.)?\w+)/g)].map((m) => m[1]!))
  return models.map(nameOf).filter((name) => named.has(name) && !own.has(name))
}

/** What a model of the list reads that is not built by then. */
function tooEarly(models: string[], sql: (model: string) => string): string[] {
  return models.flatMap((model, i) =>
    readIn(sql(model), models)
      .filter((name) => name !== nameOf(model) && !models.slice(0, i).map(nameOf).includes(name))
      .map((name) => `${model} reads ${name}`),
  )
}

test('every model is built after those that it reads', () => {
  expect(tooEarly(MODELS, sqlOf)).toEqual([])
})

test('a model that stands before one that it reads is found', () => {
  const swapped = [...MODELS]
  const [a, b] = [swapped.indexOf('series'), swapped.indexOf('judged_series')]
  ;[swapped[a], swapped[b]] = [swapped[b]!, swapped[a]!]
  expect(tooEarly(swapped, sqlOf)).toContain('judged_series reads series')
})

test('the lists name every model once, and each that feeds others is read by one', () => {
  const files = ['intermediate', 'mart'].flatMap((folder) =>
    readdirSync(join(FOLDER, folder)).map((file) => (folder === 'mart' ? `mart/${file}` : file).replace('.sql', '')),
  )
  expect([...MODELS, ...BEFORE].sort()).toEqual(files.sort())
  const read = new Set(MODELS.flatMap((model) => readIn(sqlOf(model), MODELS)))
  const unread = MODELS.filter((model) => !model.startsWith('mart/') && !read.has(model))
  expect(unread.filter((model) => !SETTLING.includes(model))).toEqual([])
})
