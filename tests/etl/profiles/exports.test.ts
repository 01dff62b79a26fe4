import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Config } from '#etl/config.ts'
import type { FileReport } from '#etl/file-check/report.ts'
import { check } from '#etl/profiles/check-command.ts'
import { ask, etl, temporaryFolder, testConfig } from '#tests/support/etl.ts'
import { checked, outcomesOf } from './verdicts.ts'

const FIXTURES = join(import.meta.dirname, '../../fixtures')

/** An export and its profile with the network's reference data, loaded; the check has said the same of every file. */
async function loaded(name: string): Promise<Config> {
  const landing = temporaryFolder()
  cpSync(join(FIXTURES, 'network/landing/reference'), join(landing, 'reference'), { recursive: true })
  cpSync(join(FIXTURES, 'exports', name), landing, { recursive: true })
  const config = testConfig(landing, temporaryFolder())
  expect((await etl(config)).status).toBe('published')
  const [profile] = readdirSync(join(landing, 'profiles'))
  const text = readFileSync(join(landing, 'profiles', profile!), 'utf8')
  const outcomes = await outcomesOf(config)
  for (const [path, outcome] of outcomes) expect([path, await checked(landing, path, text)]).toEqual([path, outcome])
  return config
}

/** Rows as texts, cell behind cell. */
const rows = async (config: Config, sql: string) => (await ask(config, sql)).map((row) => Object.values(row).join(' '))
const rejects = (config: Config) => rows(config, 'SELECT line, column_name, reason FROM ops.reject ORDER BY line')
const leftOut = async (config: Config) =>
  (await rows(config, `SELECT detail FROM ops.check WHERE check_name = 'profile_lines_left_out'`))[0]

const ACQUISITIONS = `SELECT event_id, step, strftime(timezone('Asia/Shanghai', started_at), '%d %H:%M') AS at, parameters
  FROM main.acquisition ORDER BY event_id`

test('a CT export of OpenREM becomes series with their dose', async () => {
  const config = await loaded('openrem-ct')
  const found = await ask(config, ACQUISITIONS)
  expect(found.map((r) => ({ ...r, parameters: JSON.parse(String(r.parameters)) as unknown }))).toEqual([
    {
      ...{ event_id: 'OREM-CT0001-1', step: 'topogram', at: '05 14:05' },
      parameters: {
        ...{
          AcquisitionType: 'Constant',
          CTDIvol: 0.12,
          DLP: 4.3,
          KVP: 120,
          TotalCollimationWidth: 40,
          XRayTubeCurrent: 210,
        },
      },
    },
    {
      ...{ event_id: 'OREM-CT0001-2', step: 'thorax, spiral', at: '05 14:05' },
      parameters: {
        ...{ AcquisitionType: 'Spiral', CTDIvol: 6.45, DLP: 225.8, KVP: 100, SliceThickness: 1.5 },
        ...{ SpiralPitchFactor: 1.2, TotalCollimationWidth: 40, XRayTubeCurrent: 210 },
      },
    },
    {
      ...{ event_id: 'OREM-CT0002', step: 'topogram', at: '05 14:40' },
      parameters: {
        ...{
          AcquisitionType: 'Constant',
          CTDIvol: 0.12,
          DLP: 4.2,
          KVP: 120,
          TotalCollimationWidth: 40,
          XRayTubeCurrent: 210,
        },
      },
    },
  ])
  expect([await rejects(config), await leftOut(config)]).toEqual([[], 'left out by profiles: 1 test patients'])
})

test('a study that comes again with other acquisitions replaces all that it had', async () => {
  const config = await loaded('openrem-ct')
  const path = join(config.landingDir, 'scanner_log/C001/openrem_ct.csv')
  const [header, two, one] = readFileSync(path, 'utf8').split('\r\n')
  const number = (study: string) => study.replace('14:05:00', '14:06:00').replace('14:40:00', '14:41:00')
  const cells = one!.split(',')
  // The first study lost its second acquisition, the second one gained another.
  const again = [...cells.slice(0, 43), ...cells.slice(19, 43), ...cells.slice(67)].join(',')
  const lost = two!.replace(/Thorax.*$/, '').replace('"', '')
  const padded = lost + ','.repeat(header!.split(',').length - lost.split(',').length)
  writeFileSync(
    join(config.landingDir, 'scanner_log/C001/openrem_2.csv'),
    [header, number(padded), number(again), ''].join('\r\n'),
  )
  await etl(config, { allowShrink: true })
  expect(await rows(config, `SELECT event_id FROM main.acquisition ORDER BY 1`)).toEqual([
    ...['OREM-CT0001', 'OREM-CT0002-1', 'OREM-CT0002-2'],
  ])
  await etl(config, { rebuild: true })
  expect(await rows(config, `SELECT event_id FROM main.acquisition ORDER BY 1`)).toHaveLength(3)
})

test('standard charges of a hospital become procedures with their prices: imaging only, one line of each code', async () => {
  const config = await loaded('chargemaster')
  const prices = `SELECT procedure_code, modality, list_price, name_en FROM main.procedure WHERE procedure_code LIKE 'CPT-%' ORDER BY 1`
  expect(await rows(config, prices)).toEqual([
    'CPT-70553 MR 2345.6 MRI BRAIN – W & W/O DYE',
    'CPT-71250 CT 1234.51 CT CHEST W/O DYE',
    'CPT-73120 DX 180 XR HAND, 2 VIEWS',
  ])
  let report: FileReport | undefined
  const file = join(config.landingDir, 'reference/standardcharges.csv')
  const call = { file, profile: undefined, feed: undefined, json: true, draft: false }
  expect(await check(config, call, (text) => (report = JSON.parse(text) as FileReport))).toBe(0)
  expect([report!.rowsGood, report!.leftOut]).toEqual([
    3,
    {
      ...{ 'further payers of the same code': 1, 'inpatient prices': 1 },
      ...{ 'no imaging': 1, 'other kinds of codes': 1 },
    },
  ])
})

test('claim lines in columns of 837 and 835 become charges, allowed is charged less the contractual adjustment', async () => {
  const config = await loaded('claims')
  const charges = `SELECT charge_id, accession_no, procedure_code, CAST(service_date AS VARCHAR), payer_class, charge_amount, allowed_amount,
    insurer_paid, patient_paid, status, denial_code FROM main.charge ORDER BY 1`
  expect(await rows(config, charges)).toEqual([
    'C1001-1 A-100 71250 2026-03-02 commercial 260 200 150.5 49.5 paid ',
    'C1001-2 A-100 76377 2026-03-02 commercial 1180 1180 0  denied 16',
    'C1002-1 A-101 73120 2026-03-03 other_public 75.5 75.5 75.5  paid ',
    'C1003-1 A-102 70553 2026-03-03 self_pay 480 480  480 paid ',
  ])
  expect(await rejects(config)).toEqual(['6 charge_amount bad_type'])
})

test('imaging studies of Synthea become exams on the center’s day, one for all images of a study', async () => {
  const config = await loaded('synthea')
  const exams = `SELECT left(accession_no, 8), modality, body_part, procedure_code, scanner_id, CAST(day AS VARCHAR) FROM main.exam ORDER BY 1`
  expect(await rows(config, exams)).toEqual([
    '00000001 CT CHEST SCT-169069000 C004-CT1 2026-03-05',
    '00000002 DX ARM SCT-1225002 C004-DX1 2026-03-05',
  ])
  expect(await leftOut(config)).toBe('left out by profiles: 1 no scanner of the center')
  expect(await ask(config, 'SELECT rows_read, rows_loaded, rows_superseded FROM ops.source_file')).toEqual([
    { rows_read: 3, rows_loaded: 2, rows_superseded: 1 },
  ])
})

test('a list of a RIS in GB18030 with a title, two header rows and totals becomes exams', async () => {
  const config = await loaded('ris-gb18030')
  const local = (column: string) => `strftime(timezone('Asia/Urumqi', ${column}), '%d %H:%M')`
  const exams = `SELECT accession_no, patient_sex, modality, body_part, scanner_id, status, ${local('scheduled_at')}, ${local('started_at')}, source_line
    FROM main.exam ORDER BY 1`
  expect(await rows(config, exams)).toEqual([
    '000123 M CT CHEST C003-CT1 completed 02 08:00 02 08:05 5',
    '000124-1 F MR HEAD C003-MR1 completed 02 14:00 02 14:05 6',
    '000124-2 F MR CSPINE C003-MR1 completed 02 14:00 02 14:05 6',
    '000125  CT CHEST C003-CT1 scheduled 03 09:00  10',
  ])
  expect(await rejects(config)).toEqual(['11 scheduled_at bad_type'])
  expect(await leftOut(config)).toBe('left out by profiles: 2 total, 2 header, 1 test patients')
  expect(await ask(config, 'SELECT encoding FROM ops.source_file')).toEqual([{ encoding: 'gb18030' }])
})
