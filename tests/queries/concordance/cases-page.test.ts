import { expect, onTestFinished, test } from 'vitest'
import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openAppDatabase } from '#app/server/app-db/database.ts'
import { caseCsv, caseTable } from '#app/server/case-export.ts'
import { setCases } from '#app/server/cases.ts'
import { exportFile, requestedOf } from '#app/server/panel-export.ts'
import { panelSql } from '#app/server/panel-sql.ts'
import { drawOf, keepSample, notToBeDrawn, readingWork } from '#app/server/reading-samples.ts'
import { casesQuery } from '#queries/concordance/cases-list.ts'
import { casesPage, NO_READINGS } from '#queries/concordance/cases-page.ts'
import type { CasesPage, Outcome, ReadingKey, ReadingMark, ReadingMarks } from '#queries/concordance/cases-types.ts'
import { drawReadings, quotas } from '#queries/concordance/draw.ts'
import { ALL_CENTERS } from '#queries/scope/center-scope.ts'
import { parseFilter } from '#queries/filter/filter.ts'
import type { SnapshotReader } from '#queries/db/snapshots.ts'
import { panels } from '#queries/pages.ts'
import { center, centerDay, filterOf } from '../support/facts.ts'
import { warehouse, type Row, type Rows } from '../support/warehouse.ts'

const march = { from: '2026-03-02', to: '2026-03-16' }
const SIZES: Record<Outcome, number> = { TP: 8, FP: 4, FN: 6, TN: 40 }

const FIRST: Record<Outcome, number> = { TP: 100, FP: 200, FN: 300, TN: 400 }
/** Numbers that do not tell the outcome. */
const accession = (place: number) => String(100_000 + ((place * 7919) % 100_003))

const readings = (outcome: Outcome, n: number): Row[] =>
  Array.from({ length: n }, (_, i) => ({
    ...{ center_code: 'C1', accession_no: accession(FIRST[outcome] + i), modality: 'CT' },
    ...{
      day: i % 2 ? '2026-03-03' : '2026-03-12',
      scanner_id: 'C1-CT1',
      product_code: 'AI-ICH',
      product_version: '1.0',
    },
    ...{ finding_code: 'ICH', outcome, flagged: outcome.endsWith('P'), score: outcome.endsWith('P') ? 0.9173 : 0.0321 },
    reader_positive: outcome === 'TP' || outcome === 'FN',
  }))

const rows: Row[] = (Object.keys(SIZES) as Outcome[]).flatMap((outcome) => readings(outcome, SIZES[outcome]))
const facts: Rows = {
  center: [center('C1')],
  ai_product: [{ product_code: 'AI-ICH', name_en: 'Bleed', modality: 'CT' }],
  finding: [{ finding_code: 'ICH', name_en: 'Haemorrhage' }],
  'mart.center_day': [centerDay({ day: '2026-03-15', exams_performed: 1 })],
  'mart.ai_run_day': [
    {
      ...{ day: '2026-03-03', center_code: 'C1', modality: 'CT', scanner_id: 'C1-CT1', product_code: 'AI-ICH' },
      ...{ product_version: '1.0', runs: 58, ok_runs: 58, failed_runs: 0, timeout_runs: 0, rejected_runs: 0 },
      ...{ opened_runs: 0, exams_read: 58 },
    },
  ],
  'mart.ai_reading': rows,
}

const keyOf = (row: Row): ReadingKey => ({
  center_code: 'C1',
  accession_no: row['accession_no'] as string,
  product_code: 'AI-ICH',
  finding_code: 'ICH',
})
const of = (outcome: Outcome) => rows.filter((row) => row['outcome'] === outcome)

async function ask(marks: Partial<ReadingMarks> = {}, search = '', reader?: SnapshotReader): Promise<CasesPage> {
  const query = casesQuery(new URLSearchParams(search))
  const on = reader ?? (await warehouse(facts))
  return (await casesPage(on, filterOf(march), query, { ...NO_READINGS, ...marks })) as CasesPage
}

const said = (row: Row, state: ReadingMark['state'], basis: Outcome | null = null): ReadingMark => ({
  ...keyOf(row),
  ...{ state, basis, reason: null, comment: '', assigned_to: null, due: null, user_name: 'qa' },
  at: '2026-03-14T08:00:00.000Z',
})

test('every reading in which AI and radiologist disagree is on the list, the oldest first', async () => {
  const { items, counts } = await ask()
  expect(items.total).toBe(10)
  expect(counts.open).toBe(10)
  const days = items.rows.map(({ day }) => day)
  expect(days).toEqual([...days].sort())
  expect((await ask({}, 'outcome=FP')).items.total).toBe(4)
  expect((await ask({}, 'product=AI-LUNG')).items.total).toBe(0)
})

test('a judgement is the state of a reading, and the ones before it its history', async () => {
  const [one] = of('FP')
  const marks = [said(one!, 'ai_right', 'FP'), said(one!, 'undecided', 'FP')]
  const { items, counts } = await ask({ marks }, 'state=ai_right')
  expect(items.rows).toMatchObject([
    { state: 'ai_right', mark: { state: 'ai_right' }, history: [{ state: 'undecided' }] },
  ])
  expect(counts).toMatchObject({ open: 9, ai_right: 1, undecided: 0 })
})

test('PPV, miss rate and sensitivity come of the judged of each outcome, as hand-counted', async () => {
  // TP: 4 of 4 there; FP: AI right in 2 of 4; FN: the radiologist right in 5 of 6; TN: 2 of 10 there.
  const marks = [
    ...of('TP')
      .slice(0, 4)
      .map((row) => said(row, 'present')),
    ...of('FP').map((row, i) => said(row, i < 2 ? 'ai_right' : 'reader_right', 'FP')),
    ...of('FN').map((row, i) => said(row, i < 5 ? 'reader_right' : 'ai_right', 'FN')),
    ...of('TN')
      .slice(0, 10)
      .map((row, i) => said(row, i < 2 ? 'present' : 'absent')),
  ]
  const { adjudicated } = await ask({ marks })
  const [one] = adjudicated
  expect(adjudicated).toHaveLength(1)
  expect(one).toMatchObject({
    readings: { tp: 8, fp: 4, fn: 6, tn: 40 },
    judged: { tp: 4, fp: 4, fn: 6, tn: 10 },
    present: { tp: 4, fp: 2, fn: 5, tn: 2 },
    ...{ blind: 14, missed: 7 },
  })
  // (8 + 2) of 12; (5 + 8) of 46; 10 of 23.
  expect(one!.ppv.value).toBeCloseTo(10 / 12, 12)
  expect(one!.miss_rate.value).toBeCloseTo(13 / 46, 12)
  expect(one!.sensitivity.value).toBeCloseTo(10 / 23, 12)
  for (const { low, value, high } of [one!.ppv, one!.miss_rate, one!.sensitivity]) {
    expect(low!).toBeLessThan(value!)
    expect(high!).toBeGreaterThan(value!)
  }
})

test('an adjudicated figure says why it is not shown', async () => {
  const some = of('FN')
    .slice(0, 4)
    .map((row) => said(row, 'reader_right', 'FN'))
  const [open] = (await ask({ marks: some })).adjudicated
  expect(open!.miss_rate).toMatchObject({ value: null, refused: 'outcome_not_judged' })
  const all = (['TP', 'FP', 'TN'] as const).flatMap((outcome) => of(outcome).map((row) => said(row, 'absent')))
  const [few] = (await ask({ marks: [...some, ...all] })).adjudicated
  expect(few!.missed).toBe(4)
  expect(few!.sensitivity).toMatchObject({ value: null, refused: 'few_missed' })
  expect(few!.miss_rate.refused).toBeNull()
})

test('undecided and not comparable readings count as judged by nobody', async () => {
  const { adjudicated } = await ask({ marks: of('FP').map((row) => said(row, 'undecided', 'FP')) })
  expect(adjudicated).toEqual([])
})

test('equal parts of a sample go to each outcome, and what one lacks to the others', () => {
  expect(quotas(40, { TP: 100, FP: 100, FN: 100, TN: 100 })).toEqual({ TP: 10, FP: 10, FN: 10, TN: 10 })
  expect(quotas(40, { TP: 100, FP: 4, FN: 6, TN: 1000 })).toEqual({ TP: 15, FP: 4, FN: 6, TN: 15 })
  expect(quotas(40, { TP: 1, FP: 0, FN: 2, TN: 3 })).toEqual({ TP: 1, FP: 0, FN: 2, TN: 3 })
  expect(Object.values(quotas(10, { TP: 9, FP: 9, FN: 9, TN: 9 })).reduce((a, b) => a + b)).toBe(10)
})

test('the same seed draws the same readings, another seed others, and none that is known', async () => {
  const reader = await warehouse(facts)
  const draw = async (seed: number, known: ReadingKey[] = []) =>
    (await drawReadings(reader, filterOf(march), { product_code: 'AI-ICH', size: 12, seed }, known))!.readings
  const first = await draw(7)
  expect(first).toHaveLength(12)
  const outcomes = first.map(({ accession_no }) => rows.find((row) => row['accession_no'] === accession_no)!['outcome'])
  expect([...outcomes].sort()).toEqual(['FN', 'FN', 'FN', 'FP', 'FP', 'FP', 'TN', 'TN', 'TN', 'TP', 'TP', 'TP'])
  expect(await draw(7)).toEqual(first)
  expect(await draw(8)).not.toEqual(first)
  const next = await draw(7, first)
  expect(next.filter((one) => first.some(({ accession_no }) => accession_no === one.accession_no))).toEqual([])
})

async function appDatabase() {
  const folder = await mkdtemp(path.join(tmpdir(), 'isocenter-sample-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const db = await openAppDatabase(folder)
  onTestFinished(() => db.destroy())
  return db
}

const ADDRESS = `from=${march.from}&to=${march.to}`

/** Everything that leaves by a door of the page, by door. */
async function doors(reader: SnapshotReader, readings: ReadingMarks): Promise<Record<string, string>> {
  const rights = { money: false, persons: true, readings }
  const search = new URLSearchParams(ADDRESS)
  const page = await casesPage(reader, parseFilter(search), casesQuery(search), readings)
  const said: Record<string, string> = {
    twin: JSON.stringify(page),
    list: caseCsv(caseTable('reading', page, search, new Date())),
  }
  for (const { id } of panels.cases) {
    const asked = new URLSearchParams(`${ADDRESS}&panel=cases.${id}&format=csv`)
    const file = await exportFile(reader, requestedOf(asked), asked, {
      rights,
      scope: ALL_CENTERS,
      locale: 'en',
      user: 'qa',
    })
    said[`export ${id}`] = String(file.body)
    said[`statement ${id}`] = (await panelSql(reader, asked, rights, ALL_CENTERS)).sql
  }
  return said
}

test('what waits in the sample is told by no door but its own, which has no answer of anybody', async () => {
  const [reader, db] = [await warehouse(facts), await appDatabase()]
  const draw = drawOf({ product_code: 'AI-ICH', size: '16', seed: '3' })
  await keepSample(db, 'qa', draw, (await drawReadings(reader, filterOf(march), draw, await notToBeDrawn(db)))!)
  const work = { ...NO_READINGS, ...(await readingWork(db)) }
  expect(work.drawn).toHaveLength(16)
  const { twin, ...others } = await doors(reader, work)
  const page = JSON.parse(twin!) as CasesPage
  expect(page.blind.total).toBe(16)
  const shown = ['accession_no', 'center_code', 'day', 'finding', 'finding_code', 'mark', 'modality', 'place']
  for (const row of page.blind.rows)
    expect(Object.keys(row).sort()).toEqual([...shown, 'product', 'product_code', 'sample_id', 'scanner_id'])
  expect(page.blind.rows.map(({ place }) => place)).toEqual(Array.from({ length: 16 }, (_, i) => i + 1))
  const waits = (text: string) =>
    page.blind.rows.filter(({ accession_no }) => new RegExp(`\\b${accession_no}\\b`).test(text))
  expect(waits(JSON.stringify({ ...page, blind: null }))).toEqual([])
  for (const door of ['list', 'export items', 'export counts', 'export judged'])
    expect(waits(others[door]!)).toEqual([])
  expect(others['export blind']!.split('\r\n')[0]).toBe(
    '\ufeffcenter_code,accession_no,product_code,finding_code,day,modality,scanner_id',
  )
  expect(others['statement blind']).not.toMatch(/flagged|outcome|score|reader_positive|reader_action/)
})

test('the order of a sample does not tell the outcome, and a judged reading comes out of it with its answers', async () => {
  const [reader, db] = [await warehouse(facts), await appDatabase()]
  const draw = drawOf({ product_code: 'AI-ICH', size: 16, seed: 5 })
  await keepSample(db, 'qa', draw, (await drawReadings(reader, filterOf(march), draw, []))!)
  const { drawn } = await readingWork(db)
  const outcomes = drawn.map(
    (one) => rows.find((row) => row['accession_no'] === one.accession_no)!['outcome'] as Outcome,
  )
  // Sixteen in four blocks would change three times.
  expect(outcomes.filter((outcome, i) => i > 0 && outcome !== outcomes[i - 1]).length).toBeGreaterThan(6)
  const place = outcomes.indexOf('FP')
  const { sample_id: _s, place: _p, from_day: _f, to_day: _t, ...key } = drawn[place]!
  const rest = { reason: null, comment: '', assigned_to: null, due: null }
  await setCases(db, 'reading', 'qa', { keys: [key], state: 'present', ...rest })
  const after = await ask(await readingWork(db), '', reader)
  expect(after.blind.total).toBe(15)
  expect(after.items.rows.find(({ accession_no }) => accession_no === key.accession_no)).toMatchObject({
    outcome: 'FP',
    state: 'present',
    mark: { basis: null, user_name: 'qa' },
  })
})

test('a sample outlives the warehouse that it was drawn from', async () => {
  const [reader, db] = [await warehouse(facts), await appDatabase()]
  const draw = drawOf({ product_code: 'AI-ICH', size: 8, seed: 1 })
  await keepSample(db, 'qa', draw, (await drawReadings(reader, filterOf(march), draw, []))!)
  const work = await readingWork(db)
  // Rolled back to a snapshot without the readings, and built anew with them.
  expect((await ask(work, '', await warehouse({ ...facts, 'mart.ai_reading': [] }))).blind.total).toBe(0)
  expect((await ask(work, '', await warehouse(facts))).blind.total).toBe(8)
})
