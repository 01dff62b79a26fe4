import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { check } from '#etl/profiles/check-command.ts'
import { referenceTableOf } from '#etl/reference/index.ts'
import { readProfile } from '#etl/file-check/profile.ts'
import type { FileReport } from '#etl/file-check/report.ts'
import { ask, etl, land, temporaryFolder, testConfig } from '#tests/support/etl.ts'
import { examsCsv, smallLanding } from '#tests/support/landing.ts'

const PROFILE = {
  feed: 'reference/procedures',
  files: ['reference/price-list*.txt'],
  delimiter: 'tab',
  keep_only: [{ column: '类别', in: ['影像'], because: 'no imaging' }],
  columns: {
    procedure_code: '项目编码',
    name_en: '项目名称',
    name_zh: '项目名称',
    modality: { from: '设备', codes: { 磁共振: 'MR', CT: 'CT' }, unmapped: 'null' },
    list_price: { sum: ['检查费', '材料费'], round: 2 },
    contrast: '增强',
  },
}
const LIST = [
  '项目编码\t项目名称\t类别\t设备\t检查费\t材料费\t增强',
  'P1\t头颅\t影像\tCT\t180.005\t20\t否',
  'P2\t血常规\t检验\t\t20\t\t',
  'P3\t腹部\t影像\t磁共振\t600\t\t是',
]

function landing(profile: object = PROFILE, list = LIST) {
  const { dir, put } = smallLanding()
  put('profiles/prices.json', JSON.stringify(profile))
  put('reference/price-list.txt', list.join('\r\n'))
  put('reference/procedures.csv', 'procedure_code,name_en,list_price\nX,Head,100\n')
  put('exams/C1/a.csv', examsCsv({}))
  return testConfig(dir, temporaryFolder())
}

async function checked(config: ReturnType<typeof landing>, file = 'reference/price-list.txt') {
  let report: FileReport | undefined
  const call = { file: join(config.landingDir, file), profile: undefined, feed: undefined, json: true, draft: false }
  const status = await check(config, call, (text) => (report = JSON.parse(text) as FileReport))
  return { status, report: report! }
}

test('a price list of a hospital becomes procedures beside those of the network’s own file', async () => {
  const config = landing()
  await etl(config)
  const rows = 'SELECT procedure_code, name_en, modality, list_price, contrast FROM main.procedure ORDER BY 1'
  expect(await ask(config, rows)).toEqual([
    { procedure_code: 'P1', name_en: '头颅', modality: 'CT', list_price: 200.01, contrast: false },
    { procedure_code: 'P3', name_en: '腹部', modality: 'MR', list_price: 600, contrast: true },
    { procedure_code: 'X', name_en: 'Head', modality: null, list_price: 100, contrast: null },
  ])
  const { status, report } = await checked(config)
  expect([status, report.rowsGood, report.leftOut]).toEqual([0, 2, { 'no imaging': 1 }])
})

test('a changed price list takes effect on the next run, as every reference file does', async () => {
  const config = landing()
  await etl(config)
  land(config, 'reference/price-list.txt', LIST.slice(0, 2).join('\n').replace('180.005', '280'))
  await etl(config)
  expect(await ask(config, `SELECT procedure_code, list_price FROM main.procedure ORDER BY 1`)).toEqual([
    { procedure_code: 'P1', list_price: 300 },
    { procedure_code: 'X', list_price: 100 },
  ])
})

test.each([
  [
    'a price that is no number',
    LIST[1]!.replace('180.005', 'free'),
    'line 5, column list_price: "free" is no number',
    'list_price bad_type',
  ],
  ['a missing name', 'P4\t\t影像\tCT\t1\t\t', 'line 5, column name_en: a value is required', 'name_en missing_value'],
  [
    'a key that stands twice',
    LIST[1]!,
    'line 5, column procedure_code: the key (procedure_code P1) stands already on line 2',
    'procedure_code repeated_key',
  ],
  [
    'a line with more cells',
    `${LIST[1]!.replace('P1', 'P5')}\tx`,
    'line 5: the line has more or fewer cells',
    'null malformed',
  ],
])('the run stops at %s and names the place, as the check does', async (_, line, message, verdict) => {
  const config = landing(PROFILE, [...LIST, line])
  await expect(etl(config)).rejects.toThrow(message)
  const { status, report } = await checked(config)
  expect([status, report.problems.map((p) => `${p.column} ${p.reason}`)]).toEqual([1, [verdict]])
})

test('a key that stands in the network’s own file too stops the run, naming both files', async () => {
  const config = landing(PROFILE, [...LIST, 'X\tHead\t影像\tCT\t1\t\t'])
  await expect(etl(config)).rejects.toThrow(
    'reference/price-list.txt, line 5, column procedure_code: the key (procedure_code X) stands already on line 2 of procedures.csv',
  )
})

test('a broken profile of reference data stops the run rather than losing its rows', async () => {
  const config = landing({ ...PROFILE, totel: [] })
  await expect(etl(config)).rejects.toThrow('reference/price-list.txt: profile prices cannot be used')
})

test('centers and scanners may come through profiles, and their exams load', async () => {
  const { dir, put } = smallLanding()
  const config = testConfig(dir, temporaryFolder())
  put('reference/devices.csv', '设备号;院区;类型;装机日期\nS7;C1;MR;2020年3月5日\n')
  const columns = { scanner_id: '设备号', center_code: '院区', modality: '类型', installed_on: '装机日期' }
  put(
    'profiles/d.json',
    JSON.stringify({ feed: 'reference/scanners', files: ['reference/devices.csv'], delimiter: 'semicolon', columns }),
  )
  put('exams/C1/a.csv', examsCsv({ scanner_id: 'S7' }))
  await etl(config)
  expect(await ask(config, 'SELECT scanner_id FROM main.exam')).toEqual([{ scanner_id: 'S7' }])
  expect(
    await ask(config, `SELECT CAST(installed_on AS VARCHAR) AS d FROM main.scanner WHERE scanner_id = 'S7'`),
  ).toEqual([{ d: '2020-03-05' }])
})

test('with a folder of its own for what steers the program, profiles and price lists count there only', async () => {
  const { landingDir, dataDir } = landing()
  const control = temporaryFolder()
  for (const name of ['profiles', 'reference']) cpSync(join(landingDir, name), join(control, name), { recursive: true })
  const config = { ...testConfig(landingDir, dataDir), controlDir: control }
  // What is dropped beside the feeds says nothing.
  land(config, 'reference/price-list-2.txt', [LIST[0], 'P9\t胸部\t影像\tCT\t1\t1\t否'].join('\n'))
  land(config, 'profiles/prices.json', '{broken')
  await etl(config)
  const codes = 'SELECT procedure_code AS c FROM main.procedure ORDER BY 1'
  expect((await ask(config, codes)).map(({ c }) => c)).toEqual(['P1', 'P3', 'X'])
  writeFileSync(join(control, 'reference/price-list.txt'), [LIST[0], 'P4\t盆腔\t影像\tCT\t50\t1\t否'].join('\n'))
  await etl(config)
  expect((await ask(config, codes)).map(({ c }) => c)).toEqual(['P4', 'X'])
  // The command finds the profile of a file there by its name.
  const call = {
    file: join(control, 'reference/price-list.txt'),
    profile: undefined,
    feed: undefined,
    json: true,
    draft: false,
  }
  let report: FileReport | undefined
  expect(await check(config, call, (text) => (report = JSON.parse(text) as FileReport))).toBe(0)
  expect(report).toMatchObject({ profile: 'prices', rowsGood: 1 })
})

test('profiles know the columns and values of reference tables', () => {
  const problems = (profile: object) =>
    readProfile('p', JSON.stringify(profile))
      .problems.map((p) => p.message)
      .join()
  expect(referenceTableOf('reference/procedures')!.file).toBe('procedures.csv')
  expect(problems({ ...PROFILE, feed: 'reference/prices' })).toContain('reference/procedures')
  expect(problems({ ...PROFILE, files: ['procedures/x.csv'] })).toContain('begin it with reference/')
  expect(problems({ ...PROFILE, columns: { list_prise: 'x' } })).toContain('did you mean list_price')
  expect(
    problems({ feed: 'reference/centers', files: ['reference/c.csv'], columns: { ownership: { constant: 'mine' } } }),
  ).toContain('none of self_owned, partnered')
})
