import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { eachRecord, PLAIN } from '#etl/file-check/records.ts'
import { smallLanding } from '#tests/support/landing.ts'
import { COLUMNS, madeUp } from './made-up.ts'
import { checked, loaded } from './verdicts.ts'

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((f) => statSync(join(folder, f)).isFile())

test.each(['network', 'spine-generic', 'nih-cxr14'])(
  'checker and loader agree on every file of the %s sample',
  async (name) => {
    const landing = join(import.meta.dirname, '../../fixtures', name, 'landing')
    const outcomes = await loaded(landing)
    const paths = filesBelow(landing).filter((p) => outcomes.has(p) && /\.(csv|ndjson)(\.gz)?$/.test(p))
    expect(paths.length).toBeGreaterThan(0)
    for (const path of paths) expect([path, await checked(landing, path)]).toEqual([path, outcomes.get(path)])
  },
)

const PROFILE = JSON.stringify({
  feed: 'exams',
  files: ['exams/p/*.txt'],
  delimiter: 'tab',
  columns: {
    patient_sex: { from: 'patient_sex', codes: { 男: 'M', M: 'M', F: 'F' } },
    procedure_code: { from: 'procedure_code', codes: { X: 'X1', '\\N': 'X2' } },
    status: { from: 'status', codes: { 已报告: 'reported', scheduled: 'scheduled' }, unmapped: 'keep' },
  },
})

/** The same rows as JSON objects in other names; lines that are no such row stay as they are. */
const asJson = (csv: string): string => {
  const lines: string[] = []
  eachRecord(csv, PLAIN, ({ cells }) => {
    const isRow = cells?.length === COLUMNS.length
    lines.push(
      isRow ? JSON.stringify(Object.fromEntries(COLUMNS.map((c, i) => [`RIS ${c}`, cells[i]]))) : String(cells),
    )
  })
  return lines.slice(1).join('\n')
}

const JSON_PROFILE = JSON.stringify({
  feed: 'exams',
  files: ['exams/j/*.ndjson'],
  columns: {
    ...Object.fromEntries(COLUMNS.map((c) => [c, `RIS ${c}`])),
    ...{ patient_sex: { from: 'RIS patient_sex', codes: { 男: 'M', M: 'M', F: 'F' } } },
  },
})

test('checker and loader agree on thousands of made-up rows, with and without a profile', async () => {
  const { dir, put } = smallLanding()
  const plain = [1, 2, 3].map((seed) => `exams/made-${seed}.csv`)
  const profiled = [4, 5, 6].map((seed) => `exams/p/made-${seed}.txt`)
  for (const [i, path] of plain.entries()) put(path, madeUp(i + 1, 700))
  for (const [i, path] of profiled.entries()) put(path, madeUp(i + 4, 700, '\t'))
  const json = [7, 8].map((seed) => `exams/j/made-${seed}.ndjson`)
  for (const [i, path] of json.entries()) put(path, asJson(madeUp(i + 7, 700)))
  put('profiles/p.json', PROFILE)
  put('profiles/j.json', JSON_PROFILE)
  const outcomes = await loaded(dir)
  for (const path of plain) expect([path, await checked(dir, path)]).toEqual([path, outcomes.get(path)])
  for (const path of profiled) expect([path, await checked(dir, path, PROFILE)]).toEqual([path, outcomes.get(path)])
  for (const path of json) expect([path, await checked(dir, path, JSON_PROFILE)]).toEqual([path, outcomes.get(path)])
  const reasons = new Set([...outcomes.values()].flatMap((o) => o.rejects.map((r) => r.split(' ').at(-1))))
  expect([...reasons].sort()).toEqual(
    expect.arrayContaining([
      'bad_type',
      'malformed',
      'missing_value',
      'not_allowed',
      'time_order',
      'unknown_center',
      'unknown_scanner',
      'wrong_center',
    ]),
  )
})
