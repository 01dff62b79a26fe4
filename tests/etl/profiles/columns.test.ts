import { expect, test } from 'vitest'
import { checkFile } from '#etl/file-check/check.ts'
import { readProfile } from '#etl/file-check/profile.ts'
import { readTime } from '#etl/file-check/times.ts'

const NOW = new Date('2026-03-20T00:00:00Z')

/** What a profile makes of a text: rows as objects of the columns that are filled, lines left out, faults. */
function read(profile: object, lines: string[], name = 'x.csv') {
  const read = readProfile('p', JSON.stringify({ feed: 'billing', files: ['billing/C1/*'], ...profile }))
  expect(read.problems).toEqual([])
  const bytes = Buffer.from(lines.join('\n'))
  const report = checkFile({ name, bytes, feed: '', profile: read.profile, references: null, now: NOW })
  const rows = report.sample.map(({ row }) =>
    Object.fromEntries(report.columns.flatMap((c, i) => (row[i] === null ? [] : [[c, row[i]]]))),
  )
  const faults = report.problems.map((p) => `${p.line} ${p.column} ${p.reason}`)
  return { rows, faults, leftOut: report.leftOut, hints: report.hints.map((h) => h.code) }
}

const problemsOf = (profile: object) =>
  readProfile('p', JSON.stringify({ feed: 'billing', files: ['billing/C1/*'], ...profile })).problems.map(
    (p) => `${p.path}: ${p.message}`,
  )

/** Columns of a charge line that are the same everywhere. */
const CHARGE = {
  center_code: { constant: 'C1' },
  charge_id: 'id',
  accession_no: { constant: 'A1' },
  procedure_code: { constant: 'X' },
  service_date: { constant: '2026-03-05' },
  payer_class: { constant: 'self_pay' },
  charge_amount: { constant: '1' },
  status: { constant: 'billed' },
  updated_at: { constant: '2026-03-05 08:00' },
}

test('only lines that meet every condition of keep_only are kept, the others are counted by its reason', () => {
  const keep_only = [
    { column: 'type', in: ['CT', 'MR'], because: 'no cross-section' },
    { column: 'test', empty: true, because: 'test patients' },
  ]
  const { rows, leftOut } = read({ keep_only, columns: CHARGE }, [
    'id,type,test',
    '1,CT,',
    '2,DX,',
    '3,mr,',
    '4,CT,yes',
  ])
  expect(rows.map((r) => r.charge_id)).toEqual(['1', '3'])
  expect(leftOut).toEqual({ 'no cross-section': 1, 'test patients': 1 })
})

test('a file that lacks a column of keep_only is refused; a JSON object that lacks the key is left out', () => {
  const keep_only = [{ column: 'type', in: ['CT'], because: 'other' }]
  expect(read({ keep_only, columns: CHARGE }, ['id', '1']).faults).toEqual(['null type missing_column'])
  const json = read({ keep_only, columns: CHARGE }, ['{"id":1,"type":"CT"}', '{"id":2}'], 'x.ndjson')
  expect([json.rows.map((r) => r.charge_id), json.leftOut]).toEqual([['1'], { other: 1 }])
})

test('a file without a header is read by the names that its profile gives, by position', () => {
  const profile = { no_header: ['id', '', 'amount'], skip_lines: 1, columns: { ...CHARGE, charge_amount: 'amount' } }
  const { rows, leftOut } = read(profile, ['a title', '1,x,10', '2,y,20', 'id,,amount', '3,z,30'])
  expect(rows.map((r) => [r.charge_id, r.charge_amount])).toEqual([
    ['1', '10'],
    ['2', '20'],
    ['3', '30'],
  ])
  expect(leftOut).toEqual({ header: 1 })
  expect(problemsOf({ ...profile, header_has: ['id'] })).toEqual(['no_header: goes without header_has: remove one'])
})

test('of two header rows the upper one spans columns, and the names are put together', () => {
  const lines = ['收费清单', '编号,金额,,日期', ',应收,实收,', '1,10,8,2026-03-04', '编号,金额,,日期', ',应收,实收,']
  const columns = {
    ...{ ...CHARGE, charge_id: '编号', charge_amount: '金额 应收', allowed_amount: '金额 实收' },
    service_date: '日期',
  }
  for (const start of [{ header_has: ['编号', '金额应收'] }, { header_has: ['编号', '日期'] }, { skip_lines: 1 }]) {
    const { rows, leftOut } = read({ header_rows: 2, ...start, columns }, lines)
    expect(rows).toMatchObject([
      { charge_id: '1', charge_amount: '10', allowed_amount: '8', service_date: '2026-03-04' },
    ])
    expect(leftOut).toEqual({ header: 2 })
  }
})

test('a column may be named by one of two header rows alone', () => {
  const lines = ['编号,应收', 'Number,Amount', '1,10']
  for (const [id, amount] of [
    ['编号', '应收'],
    ['Number', 'Amount'],
  ])
    expect(
      read({ header_rows: 2, columns: { ...CHARGE, charge_id: id, charge_amount: amount } }, lines).rows,
    ).toMatchObject([{ charge_id: '1', charge_amount: '10' }])
})

test('a second header in another order is read by, one that lacks a required column makes its rows malformed', () => {
  const columns = { ...CHARGE, insurer_paid: 'insurer', patient_paid: 'patient' }
  const { rows, faults, leftOut, hints } = read({ columns }, [
    'id,insurer,patient',
    '1,300,100',
    'id,patient,insurer',
    '2,100,300',
    'insurer,patient',
    '3,300',
  ])
  expect(rows.map((r) => [r.charge_id, r.insurer_paid, r.patient_paid])).toEqual([
    ['1', '300', '100'],
    ['2', '300', '100'],
  ])
  expect(faults).toEqual(['6 null malformed'])
  expect(leftOut).toEqual({ header: 2 })
  expect(hints).toContain('second_header')
})

test('a sum and a difference of columns are exact, empty cells add nothing, and what is no number is refused', () => {
  const columns = {
    ...CHARGE,
    charge_amount: { sum: ['a', 'b'] },
    allowed_amount: { sum: ['a'], minus: ['b'], null_if: ['-'], absolute: true },
    insurer_paid: { sum: ['c'], unit: '分' },
  }
  const { rows, faults } = read({ columns }, [
    'id,a,b,c',
    '1,0.1,0.2,150',
    '2,"1,000.10",,',
    '3,-,5,',
    '4,x,1,',
    '5,,,',
  ])
  expect(rows.map((r) => [r.charge_id, r.charge_amount, r.allowed_amount, r.insurer_paid])).toEqual([
    ['1', '0.3', '0.1', '1.5'],
    ['2', '1000.1', '1000.1', undefined],
  ])
  expect(faults).toEqual([...['4 charge_amount bad_type', '5 charge_amount bad_type', '6 charge_amount missing_value']])
})

test('half a sum is no sum: a header that lacks one of its columns makes the file refused', () => {
  const columns = { ...CHARGE, allowed_amount: { sum: ['a', 'b'] } }
  expect(read({ columns }, ['id,a', '1,5']).faults).toEqual(['null allowed_amount missing_column'])
  expect(read({ columns }, ['id', '1']).faults).toEqual([])
  expect(read({ columns }, ['{"id":1,"a":5}'], 'x.ndjson').rows).toMatchObject([{ allowed_amount: '5' }])
})

test('numbers are rounded where the profile says so, a half away from zero', () => {
  const columns = {
    ...CHARGE,
    charge_amount: { from: 'a', round: 2 },
    allowed_amount: { from: 'b', absolute: true, round: 0 },
  }
  const { rows } = read({ columns }, ['id,a,b', '1,12.345,-2.5', '2,12.3449999,1e3', '3,1.005,.5'])
  expect(rows.map((r) => [r.charge_amount, r.allowed_amount])).toEqual([
    ['12.35', '3'],
    ['12.34', '1000'],
    ['1.01', '1'],
  ])
})

test('parameters are made of several columns, numbers as numbers', () => {
  const columns = {
    event_id: 'id',
    ...{ center_code: { constant: 'C1' }, scanner_id: { constant: 'S1' }, type: { constant: 'acquisition' } },
    ...{ at: { constant: '2026-03-05 08:00' }, accession_no: { constant: 'A1' }, step: { constant: 'helical' } },
    parameters: {
      object: {
        CTDIvol: { from: 'CTDIvol (mGy)', round: 1 },
        KVP: { from: 'tube', extract: '(?<value>\\d+) ?kV' },
        ConvolutionKernel: { from: 'kernel', text: true },
        SliceThickness: ['slice', 'thickness'],
        DLP: 'no such column',
      },
    },
  }
  const { rows } = read({ feed: 'scanner_log', files: ['scanner_log/C1/*'], columns }, [
    'id,CTDIvol (mGy),tube,kernel,thickness',
    '1,12.34,120 kV,40,1.250',
    '2,,,"B""30",n/a',
    '3,,,,',
  ])
  expect(rows.map((r) => r.parameters && (JSON.parse(r.parameters) as unknown))).toEqual([
    { CTDIvol: 12.3, KVP: 120, ConvolutionKernel: '40', SliceThickness: 1.25 },
    { ConvolutionKernel: 'B"30', SliceThickness: 'n/a' },
    undefined,
  ])
})

test('a time without an offset is of the zone that the profile names, and its day the center’s', () => {
  const columns = { ...CHARGE, billed_at: { from: 'at', zone: 'UTC' }, service_date: { from: 'at', zone: 'UTC' } }
  const { rows } = read({ columns }, ['id,at', '1,2026-03-05 20:30', '2,2026-03-05T20:30:00+08:00'])
  expect(rows.map((r) => [r.billed_at, r.service_date])).toEqual([
    ['2026-03-05 20:30:00+00:00', '2026-03-06'],
    ['2026-03-05 20:30:00+08:00', '2026-03-05'],
  ])
  const summer = { ...CHARGE, billed_at: { from: 'at', zone: 'America/New_York' } }
  expect(read({ columns: summer }, ['id,at', '1,2026-01-05 20:30', '2,2025-07-05 20:30']).rows).toMatchObject([
    { billed_at: '2026-01-05 20:30:00-05:00' },
    { billed_at: '2025-07-05 20:30:00-04:00' },
  ])
})

test.each([
  ['05-MAR-26 02.05.00.123456 PM', '2026-03-05 14:05:00.123456'],
  ['05-3月 -26 02.05.00 下午', '2026-03-05 14:05:00'],
  ['05-3月-2026 14:05', '2026-03-05 14:05:00'],
  ['Mar 5, 2026 2:05 PM', '2026-03-05 14:05:00'],
  ['Mar  5 2026  2:05PM', '2026-03-05 14:05:00'],
  ['Thu, 05 Mar 2026 06:05:00 GMT', '2026-03-05 06:05:00Z'],
  ['Thu Mar 05 2026 14:05:00 GMT+0800 (China Standard Time)', '2026-03-05 14:05:00+0800'],
  ['Thu Mar 05 14:05:00 EST 2026', null],
  ['2026-03-05-14.05.00.123456', '2026-03-05 14:05:00.123456'],
  ['2026-03-05T14:05:00,123+08:00', '2026-03-05 14:05:00.123+08:00'],
  ['2026-03-05 14:05:00 CST', '2026-03-05 14:05:00+08:00'],
  ['2026-03-05T14:05:00+08:00[Asia/Shanghai]', '2026-03-05 14:05:00+08:00'],
  ['Thu Mar  5 14:05:00 2026', '2026-03-05 14:05:00'],
  ['2026年3月5日 14時5分', '2026-03-05 14:05:00'],
  ['2026/3/5 2:05:00 下午', '2026-03-05 14:05:00'],
  ['115/3/5', null],
  ['31-FEB-2026', null],
  ['26/3/5 14:05', null],
])('%s is read as %s', (text, expected) => {
  expect(readTime(text)).toBe(expected)
})

test('years of two digits and days in other orders are read where the profile names the order', () => {
  expect([
    readTime('3/5/26 14:05', undefined, 'mdy'),
    readTime('5.3.26 14:05', undefined, 'dmy'),
    readTime('26/3/5 14:05', undefined, 'ymd'),
    readTime('5/3/2026 14:05', undefined, 'dmy'),
  ]).toEqual(Array(4).fill('2026-03-05 14:05:00'))
})

test.each([
  [{ columns: { charge_id: { sum: ['a'] } } }, 'columns.charge_id.sum: is for numbers; charge_id is a text'],
  [
    { columns: { charge_amount: { sum: ['a'], extract: '(?<value>x)' } } },
    'has sum and extract, which do not go together',
  ],
  [{ columns: { charge_amount: { from: 'a', minus: ['b'] } } }, 'has minus, but no sum'],
  [{ columns: { billed_at: { from: 'a', zone: '+08:00' } } }, 'is no time zone'],
  [{ columns: { billed_at: { from: 'a', round: 2 } } }, 'is for numbers; billed_at is a timestamp'],
  [{ columns: { charge_id: { object: { KVP: 'x' } } } }, 'is for JSON objects'],
  [{ header_rows: 3, columns: {} }, 'header_rows'],
  [{ keep_only: [{ column: 'a', in: ['x'] }], columns: {} }, 'keep_only.0.because'],
])('a rule that makes no sense is named: %j', (profile, expected) => {
  expect(problemsOf(profile).join('\n')).toContain(expected)
})

/** Hints on a file of the landing contract. */
const hintsOf = (bytes: Buffer | string, name = 'x.csv') =>
  checkFile({ name, bytes: Buffer.from(bytes), feed: 'billing', profile: null, references: null, now: NOW }).hints.map(
    ({ code, values }) => [code, ...Object.values(values)].join(' '),
  )

test.each([
  ['sep=;\nid;amount\n1;2\n', 'sep_line ;'],
  ['编号,金额\r1,2\r', 'line_ends CR'],
  ['编号,金额\r\n1,2\n3,4\r\n', 'line_ends CRLF, LF'],
  ['id,amount\u00851,2\u00853,4\u0085', 'line_ends NEL (U+0085)'],
  ['<html xmlns:x="excel"><table><tr><td>id</td></tr></table>', 'other_format HTML'],
  ['<?xml version="1.0"?><Workbook/>', 'other_format XML'],
  [Buffer.from([0x50, 0x4b, 0x03, 0x04, 0, 0, 0xff, 0xfe]), 'other_format XLSX'],
  [Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), 'other_format XLS'],
  ['id,amount\n1,2\n\u001a', 'end_of_file'],
  ['费用,,人员\n收费流水号,总金额,\n1,2,x\n', 'two_header_rows 2'],
])('a hint says what is the matter with %j: %s', (bytes, hint) => {
  expect(hintsOf(bytes)).toContain(hint)
})

test('a further header among sound rows is named though nothing is refused', () => {
  const row = Object.values({ ...CHARGE, charge_id: { constant: '1' } }).map((c) =>
    typeof c === 'string' ? c : c.constant,
  )
  const header = Object.keys(CHARGE).join(',')
  expect(hintsOf([header, row.join(','), header, row.join(',')].join('\n'))).toEqual(['second_header 1'])
})
