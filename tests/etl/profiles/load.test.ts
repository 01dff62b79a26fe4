import { expect, test } from 'vitest'
import { ask, etl, temporaryFolder, testConfig } from '#tests/support/etl.ts'
import { examsCsv, smallLanding } from '#tests/support/landing.ts'

const PROFILE = {
  feed: 'exams',
  files: ['exams/C1/**/*.csv'],
  header_has: ['检查号', '患者ID'],
  totals: ['合计'],
  leave_out: [{ column: '患者ID', in: ['测试'], because: 'test patients' }],
  columns: {
    center_code: { constant: 'C1' },
    accession_no: ['影像号', '检查号'],
    patient_id: '患者ID',
    patient_sex: { from: '性别', codes: { 男: 'M', 女: 'F' }, unmapped: 'null' },
    patient_birth_year: { from: '年龄', age_on: '检查时间' },
    modality: '检查类别',
    procedure_code: { from: '项目', codes: { 平扫: 'X1', 增强: 'X2' } },
    status: { from: '状态', codes: { 已预约: 'scheduled', 已取消: 'cancelled' } },
    scheduled_at: '检查时间',
    updated_at: { join: ['更新日期', '更新时间'] },
  },
}

const EXPORT = [
  '影像中心检查清单,,,,,,,,,',
  '检 查 号,患者ID,性别,年龄,检查类别,项目,状态,检查时间,更新日期,更新时间',
  '="00123",P1,男,45岁,ＣＴ,平扫,已预约,2025年3月5日 8时5分,2025/3/5,8:05',
  '00124\t,P2,未知,3月,MR,增强,已预约,20250305080500,45721,0.5',
  '检查号,患者ID,性别,年龄,检查类别,项目,状态,检查时间,更新日期,更新时间',
  '检 查 号,患者ID,性别,年龄,检查类别,项目,状态,检查时间,更新日期,更新时间',
  '1.23E+17,P3,女,30岁,MR,平扫,已预约,2025-03-05 08:00,2025/3/5,24:00',
  '00126,P4,女,30岁,MR,灌肠,已预约,2025-03-05 08:00,2025/3/5,8:05',
  '00127,P5,女,30岁,MR,平扫,进行中,2025-03-05 08:00,2025/3/5,8:05',
  '00128,P6,女,30岁,MR,平扫,已预约,昨天,2025/3/5,8:05',
  '00129,测试,女,30岁,MR,平扫,已预约,2025-03-05 08:00,2025/3/5,8:05',
  '合  计,5,,,,,,,,',
].join('\r\n')

const REJECTS = 'SELECT line, column_name, reason, value FROM ops.reject ORDER BY line'

function landing(profile: unknown = PROFILE, text: string | Buffer = EXPORT) {
  const { dir, put } = smallLanding()
  put('profiles/C1.json', typeof profile === 'string' ? profile : JSON.stringify(profile))
  put('exams/C1/2025/list.csv', text)
  return { put, config: testConfig(dir, temporaryFolder()) }
}

test('an export of a center becomes exams, and rejects keep physical lines and the contract’s columns', async () => {
  const { config } = landing(PROFILE, Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(EXPORT, 'utf16le')]))
  await etl(config)
  expect(
    await ask(
      config,
      `SELECT accession_no, patient_sex, patient_birth_year AS born, modality, procedure_code, source_line,
         CAST(scheduled_at AS VARCHAR) AS scheduled_at, CAST(updated_at AS VARCHAR) AS updated_at FROM main.exam ORDER BY 1`,
    ),
  ).toEqual([
    {
      ...{ accession_no: '00123', patient_sex: 'M', born: 1980, modality: 'CT', procedure_code: 'X1', source_line: 3 },
      ...{ scheduled_at: '2025-03-05 00:05:00+00', updated_at: '2025-03-05 00:05:00+00' },
    },
    {
      ...{ accession_no: '00124', patient_sex: null, born: 2024, modality: 'MR', procedure_code: 'X2', source_line: 4 },
      ...{ scheduled_at: '2025-03-05 00:05:00+00', updated_at: '2025-03-05 04:00:00+00' },
    },
  ])
  expect(await ask(config, REJECTS)).toEqual([
    { line: 7, column_name: 'accession_no', reason: 'bad_type', value: '1.23E+17' },
    { line: 8, column_name: 'procedure_code', reason: 'not_allowed', value: '***' },
    { line: 9, column_name: 'status', reason: 'not_allowed', value: '***' },
    { line: 10, column_name: 'scheduled_at', reason: 'bad_type', value: '***' },
  ])
  expect(
    await ask(config, 'SELECT encoding, rows_read, rows_loaded, rows_rejected, rows_superseded FROM ops.source_file'),
  ).toEqual([{ encoding: 'utf-16le', rows_read: 6, rows_loaded: 2, rows_rejected: 4, rows_superseded: 0 }])
  expect(
    await ask(config, `SELECT measured, detail FROM ops.check WHERE check_name = 'profile_lines_left_out'`),
  ).toEqual([{ measured: 4, detail: 'left out by profiles: 2 header, 1 test patients, 1 total' }])
})

test('a broken profile stops nobody: its files are rejected whole, the check says why, the mended one takes effect', async () => {
  const { config, put } = landing({ ...PROFILE, totel: ['合计'] })
  put('exams/C2/a.csv', examsCsv({ center_code: 'C2', scanner_id: 'S2' }))
  await etl(config)
  expect(await ask(config, 'SELECT path, line, reason, value FROM ops.reject')).toEqual([
    { path: 'exams/C1/2025/list.csv', line: null, reason: 'unreadable_file', value: 'profile C1' },
  ])
  expect(await ask(config, 'SELECT count(*) AS n FROM main.exam')).toEqual([{ n: 1 }])
  const [check] = await ask(config, `SELECT passed, detail FROM ops.check WHERE check_name = 'profiles_valid'`)
  expect(check).toEqual({
    passed: false,
    detail: expect.stringContaining('profiles/C1.json: has unknown keys: "totel"') as string,
  })
  put('profiles/C1.json', JSON.stringify(PROFILE))
  await etl(config)
  expect(await ask(config, 'SELECT count(*) AS n FROM main.exam')).toEqual([{ n: 3 }])
})

test('a changed profile reads its files again: what came of the old reading is gone, a rebuild agrees', async () => {
  const { config, put } = landing({
    ...PROFILE,
    columns: { ...PROFILE.columns, accession_no: { from: '检查号', prefix: 'X' } },
  })
  await etl(config)
  const accessions = () => ask(config, 'SELECT accession_no FROM main.exam ORDER BY 1')
  expect(await accessions()).toEqual([{ accession_no: 'X00123' }, { accession_no: 'X00124' }])
  put('profiles/C1.json', JSON.stringify(PROFILE, null, 4))
  await etl(config)
  expect(await accessions()).toEqual([{ accession_no: '00123' }, { accession_no: '00124' }])
  const figures = 'SELECT rows_read, rows_loaded, rows_rejected, rows_superseded FROM ops.source_file ORDER BY run_id'
  expect((await ask(config, figures)).at(-1)).toEqual({
    ...{ rows_read: 6, rows_loaded: 2, rows_rejected: 4, rows_superseded: 0 },
  })
  expect((await etl(config)).status).toBe('nothing_new')
  await etl(config, { rebuild: true })
  expect(await accessions()).toEqual([{ accession_no: '00123' }, { accession_no: '00124' }])
})
