import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Config } from '#etl/config.ts'
import { draftProfile } from '#etl/file-check/draft.ts'
import { readProfile } from '#etl/file-check/profile.ts'
import { ask, etl, temporaryFolder, testConfig } from '#tests/support/etl.ts'

const FIXTURES = join(import.meta.dirname, '../../fixtures')

/** A landing folder with the network's reference data and the files of a case. */
function landingOf(name: string): Config {
  const landing = temporaryFolder()
  cpSync(join(FIXTURES, 'network/landing/reference'), join(landing, 'reference'), { recursive: true })
  cpSync(join(FIXTURES, 'cases', name), landing, { recursive: true })
  return testConfig(landing, temporaryFolder())
}

type ProfileText = { columns: Record<string, unknown> }

/** Changes the profile of a case. */
function change({ landingDir }: Config, to: (profile: ProfileText) => object): void {
  const path = join(landingDir, 'profiles/p.json')
  writeFileSync(path, JSON.stringify(to(JSON.parse(readFileSync(path, 'utf8')) as ProfileText)))
}

async function loaded(name: string): Promise<Config> {
  const config = landingOf(name)
  expect((await etl(config)).status).toBe('published')
  return config
}

const rejects = async (config: Config) =>
  (await ask(config, 'SELECT line, column_name, reason FROM ops.reject ORDER BY path, line')).map(
    (r) => `${String(r.line)} ${String(r.column_name)} ${String(r.reason)}`,
  )

const exams = async (config: Config, columns: string) =>
  (await ask(config, `SELECT ${columns} FROM main.exam ORDER BY accession_no`)).map((r) => Object.values(r).join(' '))

test('a series whose dose is no number is malformed, and the exam is published', async () => {
  const config = await loaded('01-nan-dose-poisons-every-night')
  expect(await rejects(config)).toEqual(['1 null malformed'])
  expect(await exams(config, 'accession_no')).toEqual(['A1'])
})

test('codes that lost their digits in a spreadsheet are no codes', async () => {
  const config = await loaded('02-scientific-accession-contract-csv')
  expect(new Set(await rejects(config))).toEqual(
    new Set(
      [2, 3, 4, 5, 6]
        .flatMap((line) => [`${line} charge_id bad_type`, `${line} accession_no bad_type`])
        .filter((r) => r !== '6 charge_id bad_type'),
    ),
  )
  expect(await exams(config, '*')).toEqual([])
})

test('the date of an instant is the local day of the center', async () => {
  const config = await loaded('03-date-of-an-instant-is-utc-day')
  expect(
    await ask(config, 'SELECT charge_id, CAST(service_date AS VARCHAR) AS day FROM main.charge ORDER BY 1'),
  ).toEqual([
    { charge_id: 'Z1', day: '2026-03-05' },
    { charge_id: 'Z2', day: '2026-03-01' },
    { charge_id: 'Z3', day: '2026-03-05' },
  ])
})

test('an exam of a year that has yet to come is out of range', async () => {
  expect(await rejects(await loaded('04-one-mistyped-year-moves-every-page'))).toEqual(['2 scheduled_at out_of_range'])
})

test('what is no year of birth is out of range', async () => {
  expect(await rejects(await loaded('06-date-of-birth-in-birth-year'))).toEqual(
    [2, 3, 4, 5, 6].map((line) => `${line} patient_birth_year out_of_range`),
  )
})

test('words of the day are read as people mean them, or not at all', async () => {
  const config = await loaded('07-words-of-the-day')
  const local = `accession_no, strftime(timezone('Asia/Shanghai', scheduled_at), '%H:%M')`
  expect(await exams(config, local)).toEqual(['W0 10:30'])
  expect(await rejects(config)).toEqual([3, 4, 5].map((line) => `${line} scheduled_at bad_type`))
})

test('a second header in another order is read by, and counted', async () => {
  const config = await loaded('08-second-header-other-order')
  expect(await ask(config, 'SELECT charge_id, insurer_paid, patient_paid FROM main.charge ORDER BY 1')).toEqual([
    { charge_id: 'E1', insurer_paid: 300, patient_paid: 100 },
    { charge_id: 'E2', insurer_paid: 300, patient_paid: 100 },
  ])
  expect(await ask(config, 'SELECT rows_read, rows_rejected, headers_skipped FROM ops.source_file')).toEqual([
    { rows_read: 2, rows_rejected: 0, headers_skipped: 1 },
  ])
})

test('a change from the future does not outlast the real ones', async () => {
  const config = await loaded('09-updated-at-from-the-future')
  expect(await rejects(config)).toEqual(['2 updated_at out_of_range'])
  expect(await exams(config, 'accession_no, status')).toEqual(['FU1 reported'])
})

test('times of HL7, DICOM and Java are read with their zone', async () => {
  const config = await loaded('10-hl7-dicom-times')
  const local = `accession_no, strftime(timezone('Asia/Shanghai', scheduled_at), '%Y-%m-%d %H:%M')`
  expect(await exams(config, local)).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((n) => `H${n} 2026-03-05 14:05`))
})

test('lines may end in CR alone', async () => {
  expect(await exams(await loaded('12-cr-only-line-ends'), 'accession_no')).toEqual(['CR1', 'CR2'])
})

test('signs that are not seen are no part of a key', async () => {
  const config = await loaded('13-invisible-signs-in-keys')
  expect(await exams(config, 'accession_no')).toEqual(['00123', '00124', '00126', '00127', '00128'])
})

test('zeros behind the point are exact', async () => {
  const config = await loaded('15-trailing-zeros-and-decimals-in-integers')
  expect(await rejects(config)).toEqual([])
  expect(await exams(config, 'patient_birth_year')).toEqual(['1980'])
  expect(await ask(config, 'SELECT charge_amount FROM main.charge')).toEqual([{ charge_amount: 500 }])
})

test('an open end of another system is out of range', async () => {
  expect(await rejects(await loaded('21-open-end-9999'))).toEqual(['3 completed_at out_of_range'])
})

test('amounts that are numbers of another column are out of range', async () => {
  const config = await loaded('25-five-shifted-amounts-stop-the-network')
  expect(await rejects(config)).toEqual([2, 3, 4, 5, 6].map((line) => `${line} charge_amount out_of_range`))
})

test('a line that ends before columns that nobody takes is a row', async () => {
  const config = await loaded('11-short-rows-of-excel')
  expect(await rejects(config)).toEqual([])
  expect(await exams(config, 'accession_no')).toEqual(['L04A', 'L04B'])
})

test('of a name that stands twice a profile names the second', async () => {
  const config = landingOf('19-two-header-rows')
  const local = `accession_no, strftime(timezone('Asia/Shanghai', scheduled_at), '%d %H:%M')`
  await etl(config)
  expect(await exams(config, local)).toEqual(['L01A 05 08:00'])
  change(config, (profile) => ({ ...profile, columns: { ...profile.columns, scheduled_at: '预约时间#2' } }))
  await etl(config)
  expect(await exams(config, local)).toEqual(['L01A 06 09:00'])
})

test('Big5 is read where the profile says so', async () => {
  const config = landingOf('20-big5')
  await etl(config)
  expect(await rejects(config)).toEqual(['null null missing_column'])
  change(config, (profile) => ({ ...profile, encoding: 'big5' }))
  await etl(config)
  expect(await exams(config, 'accession_no')).toEqual(['L09'])
  expect(await ask(config, `SELECT encoding FROM ops.source_file WHERE status = 'loaded'`)).toEqual([
    { encoding: 'big5' },
  ])
})

test('a draft of any header is a profile', () => {
  for (const text of ['Id,SERVICEDATE,STATUS1\n1,2026-03-05,CLOSED\n', '', '检查号;状态\n1;2\n', '\u0000'])
    for (const feed of ['exams', 'billing', 'costs']) {
      const draft = draftProfile(feed, 'claims.csv', Buffer.from(text))
      expect(readProfile('draft', JSON.stringify(draft)).problems).toEqual([])
    }
})
test('parts of an exam whose number changes replace the parts before', async () => {
  const config = await loaded('05-parts-of-an-exam-change')
  expect(await exams(config, 'accession_no, body_part')).toEqual(['A1-1 HEAD', 'A1-2 CHEST', 'A2 CHEST'])
})

test('the outcome does not hang on the order in which the lines of an exam’s parts come, and a rebuild agrees', async () => {
  const config = landingOf('05-parts-of-an-exam-change')
  const [monday, tuesday] = ['mon.csv', 'tue.csv'].map((name) => join(config.landingDir, 'exams/C001', name)) as [
    string,
    string,
  ]
  const older = readFileSync(monday)
  const look = () => exams(config, 'accession_no, body_part')
  const whole = ['A1-1 HEAD', 'A1-2 CHEST', 'A2 CHEST']
  rmSync(monday)
  await etl(config)
  expect(await look()).toEqual(whole)
  writeFileSync(monday, older)
  await etl(config)
  expect(await look()).toEqual(whole)
  const csv = readFileSync(tuesday, 'utf8').split('\n')
  writeFileSync(
    join(config.landingDir, 'exams/C001/wed.csv'),
    [csv[0], csv[1]!.replace('头颅、胸部', '头颅').replace('2026-03-06', '2026-03-07')].join('\n'),
  )
  await etl(config, { allowShrink: true })
  expect(await look()).toEqual(['A1 HEAD', 'A2 CHEST'])
  await etl(config, { rebuild: true })
  expect(await look()).toEqual(['A1 HEAD', 'A2 CHEST'])
  expect(
    await ask(
      config,
      'SELECT sum(rows_read) AS a, sum(rows_loaded + rows_rejected + rows_superseded) AS b FROM ops.source_file',
    ),
  ).toEqual([{ a: 7, b: 7 }])
})
