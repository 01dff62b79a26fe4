import { expect, test } from 'vitest'
import { shownValue } from '#etl/contracts/shown.ts'
import { openDb, rows } from '#etl/db.ts'
import { keyedHashSql, macroSql } from '#etl/load/macros.ts'
import { hmacPads } from '#etl/publish/key.ts'
import { createHmac } from 'node:crypto'

async function parsed(macro: string, texts: string[]): Promise<unknown[]> {
  const { db, close } = await openDb(':memory:', { threads: 1, memoryLimit: '500MB', tempDir: null })
  for (const sql of macroSql) await db.run(sql)
  const found = await rows<{ v: unknown }>(
    db,
    `SELECT CAST(${macro} AS VARCHAR) AS v FROM (SELECT unnest(from_json($1, '["VARCHAR"]')) AS s)`,
    [JSON.stringify(texts)],
  )
  close()
  return found.map((f) => f.v)
}

/** A parsed timestamp as text: local times without, instants with Z. */
const TIME = `CASE WHEN parse_timestamp(s) % 2 = 0 THEN strftime(make_timestamp(parse_timestamp(s) // 2), '%Y-%m-%dT%H:%M:%S.%fZ')
  ELSE strftime(make_timestamp((parse_timestamp(s) - 1) // 2), '%Y-%m-%dT%H:%M:%S.%f') END`

test('every tolerated spelling of a timestamp is read', async () => {
  const spellings = {
    '2026-03-01T08:05:09+08:00': '2026-03-01T00:05:09.000000Z',
    '2026-03-01 08:05:09+0800': '2026-03-01T00:05:09.000000Z',
    '2026-03-01T08:05:09+08': '2026-03-01T00:05:09.000000Z',
    '2026-03-01T08:05:09Z': '2026-03-01T08:05:09.000000Z',
    '2026-03-01T08:05Z': '2026-03-01T08:05:00.000000Z',
    '2026-03-01T08:05+08:00': '2026-03-01T00:05:00.000000Z',
    '2026-03-01T08:05-0330': '2026-03-01T11:35:00.000000Z',
    '2026-03-01 08:05:09.5+14:00': '2026-02-28T18:05:09.500000Z',
    '2026-03-01T08:05:09-14': '2026-03-01T22:05:09.000000Z',
    '2026-03-01 08:05:09': '2026-03-01T08:05:09.000000',
    '2026-03-01T08:05:09': '2026-03-01T08:05:09.000000',
    '2026/03/01 08:05:09': '2026-03-01T08:05:09.000000',
    '2026/3/1 8:5': '2026-03-01T08:05:00.000000',
    '2026-3-1T8:05:7': '2026-03-01T08:05:07.000000',
    '2026-03-01 08:05': '2026-03-01T08:05:00.000000',
    '2026-03-01 08:05:09.123456': '2026-03-01T08:05:09.123456',
    '2026-03-01 08:05:09.1234567': '2026-03-01T08:05:09.123456',
    '1969-12-31T23:59:59Z': '1969-12-31T23:59:59.000000Z',
    '1969-12-31 23:59:59': '1969-12-31T23:59:59.000000',
  }
  expect(await parsed(TIME, Object.keys(spellings))).toEqual(Object.values(spellings))
})

test('what is no timestamp of the contract is refused', async () => {
  const wrong = [
    '2026-03-01',
    '20260301',
    '20260301080509',
    'infinity',
    'epoch',
    'now',
    '2026-03-01T24:00:00',
    '2026-03-01T24:00:00+08:00',
    '2026-03-01T24:00Z',
    '2026-03-01 25:00',
    '2026-03-01T08:05:09+15:00',
    '2026-03-01T08:05:09+99:00',
    '2026-03-01T08:05:09-14:30',
    '2026-03-01T08:05:09+8',
    '2026-03-01T08:60:09',
    '2026-02-30T08:00:00',
    '2026-03-01 08:05:09 UTC',
    '12026-03-01 08:05:09',
    '2026-03-01T08',
    '08:05:09',
    '',
    '2026年3月1日 8:05',
  ]
  expect(await parsed('parse_timestamp(s)', wrong)).toEqual(wrong.map(() => null))
})

test('dates and months are read in the contract’s spellings only', async () => {
  expect(
    await parsed('parse_date(s)', [
      '2026-03-01',
      '2026/03/01',
      '20260301',
      '2026-3-1',
      '2026-02-30',
      '2026-03-01 08:00',
      'infinity',
    ]),
  ).toEqual(['2026-03-01', '2026-03-01', '2026-03-01', null, null, null, null])
  expect(await parsed('parse_month(s)', ['2026-03', '2026-13', '2026-3', '2026-03-01'])).toEqual([
    '2026-03-01',
    null,
    null,
    null,
  ])
})

test('integers take a fraction of zeros but no exponent, numbers no words or hexadecimal', async () => {
  expect(
    await parsed('parse_integer(s)', ['12', '-3', '+4', '1.0', '1.5', '1e3', '1_000', '0x10', '99999999999']),
  ).toEqual(['12', '-3', '4', '1', null, null, null, null, null])
  expect(await parsed('parse_number(s)', ['0.5', '1e-3', '.5', '5.', 'nan', 'inf', '1_0', '0x1p3', '1e999'])).toEqual([
    '0.5',
    '0.001',
    '0.5',
    '5.0',
    null,
    null,
    null,
    null,
    null,
  ])
})

test('amounts have at most two decimals that are not zero; yuan signs and thousands commas are for CSV', async () => {
  const texts = [
    '12',
    '12.5',
    '12.34',
    '12.345',
    '12.340',
    '-0.01',
    '-0.004',
    '¥1,234.50',
    '￥5',
    '1,23',
    '1,234,567.8',
    '1e3',
    'abc',
    '¥',
    '1000000000000',
  ]
  expect(await parsed('parse_csv_amount(s)', texts)).toEqual([
    '12.00',
    '12.50',
    '12.34',
    null,
    '12.34',
    '-0.01',
    null,
    '1234.50',
    '5.00',
    null,
    '1234567.80',
    null,
    null,
    null,
    '1000000000000.00',
  ])
  expect(await parsed('parse_plain_amount(s)', ['12.34', '¥5', '1,000'])).toEqual(['12.34', null, null])
})

test('booleans are true/false, 1/0 and Y/N in any case', async () => {
  expect(await parsed('parse_boolean(s)', ['TRUE', 'false', '1', '0', 'y', 'N', 't', 'yes', '2'])).toEqual([
    'true',
    'false',
    'true',
    'false',
    'true',
    'false',
    null,
    null,
    null,
  ])
})

test('blanks of every kind around a value are trimmed', async () => {
  expect(await parsed('blank_null(s)', [' x ', '\tx', 'x\u00a0', '\u3000x\u3000', '   ', '\u3000', ''])).toEqual([
    'x',
    'x',
    'x',
    'x',
    null,
    null,
    null,
  ])
})

/** What is refused, and what may be shown of it: `***` for all that could be a name or a number of a person. */
const SHOWN: [string, string][] = [
  ...['张三', '张三 CT', 'Zhang San', 'ZHANG^SAN', 'zhang_san', 'Zhang', 'O’Neil'].map((name): [string, string] => [
    name,
    '***',
  ]),
  ...['138-1234-5678', '+86 138 1234 5678', 'id 330106199001011234'].map((id): [string, string] => [id, '***']),
  ['13812345678', '******'],
  ['A1234567B', 'A******B'],
  ['12345', '12345'],
  ['¥1,234,567.891', '¥1,234,567.891'],
  ['-7', '-7'],
  ['2.02603E+15', '2.02603E+15'],
  ['CT-2', 'CT-2'],
  [`C${'9'.repeat(3)}${'x'.repeat(40)}`, `C999${'x'.repeat(28)}`],
  ['x'.repeat(40), '***'],
  ['2019-01-10T91:60:0.101562', '2019-01-10T91:60:0.101562'],
  ['05/13/2026 25:00', '05/13/2026 25:00'],
  ['FINISHED', 'FINISHED'],
  ['in progress', 'in progress'],
  ['N/A', 'N/A'],
  ['XX', 'XX'],
  ['?', '?'],
]

test('a reject shows codes, numbers, dates and the field’s words, and nothing that could be a person', async () => {
  expect(
    await parsed(
      'reject_value(s)',
      SHOWN.map(([value]) => value),
    ),
  ).toEqual(SHOWN.map(([, shown]) => shown))
  expect(SHOWN.map(([value]) => shownValue(value))).toEqual(SHOWN.map(([, shown]) => shown))
})

test('the keyed hash is HMAC-SHA-256 of center, role and code', async () => {
  const { db, close } = await openDb(':memory:', { threads: 1, memoryLimit: '500MB', tempDir: null })
  const key = 'k'.repeat(80)
  const { ipad, opad } = hmacPads(key)
  await db.run(keyedHashSql(ipad, opad))
  const [row] = await rows<{ h: string }>(db, `SELECT keyed_hash('C1', 'patient_key', '张3') AS h`)
  close()
  expect(row!.h).toBe(createHmac('sha256', key).update('2:C1:patient_key:张3').digest('hex').slice(0, 32))
})
