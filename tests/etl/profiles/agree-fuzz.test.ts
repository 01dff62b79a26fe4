import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contractOf } from '#etl/contracts/index.ts'
import type { Column } from '#etl/contracts/contract.ts'
import { smallLanding } from '#tests/support/landing.ts'
import { checked, loaded } from './verdicts.ts'

const SEED = 20261128
const LINES = 400
const REASONS = [
  ...['bad_type', 'malformed', 'missing_value', 'not_allowed', 'out_of_range', 'time_order'],
  ...['unknown_center', 'unknown_scanner', 'wrong_center'],
]

/** Sound values of a column, and what comes in their place. */
function valueOf(column: Column): fc.Arbitrary<string> {
  const sound: Record<string, string[]> = {
    center_code: ['C1', 'C2', ' C1 ', '\u200bC1', 'C3'],
    scanner_id: ['S1', 'S2', 'S9', ''],
    timestamp: [
      '2026-03-02 08:05:00',
      '2026-03-02T08:20:00+08:00',
      '2026/3/2 9:00',
      '2026-03-02T01:00Z',
      '2026-03-05 08:05:00',
    ],
    date: ['2026-03-02', '2026/03/02', '20260302', '1989-12-31', '1990-01-01', '2062-01-01'],
    month: ['2026-03', '2062-03'],
    integer: ['1980', '1980.0', '12', '-3', '+7', '1899', '2300', '1.5', '3e2'],
    number: ['0.5', '1', '1e-3', '.5', '5.', '2', 'nan', 'inf'],
    amount: [
      '500',
      '500.0000',
      '12.345',
      '¥1,200.50',
      '99999999.99',
      '100000000',
      '1e3',
      '99999999999999999999999',
      '-1',
    ],
    boolean: ['true', 'Y', '0', 'nein'],
    parameters: [
      '{}',
      '{"KVP":120}',
      '[1]',
      '{"CTDIvol":NaN}',
      '{"a":1,}',
      '{"t":"nan, x"}',
      '{"s":"\\ud800"}',
      '{"x":1e19}',
    ],
    tags: ['[]', '["EchoTime"]', '{}', '["a",]'],
  }
  const odd = [
    '',
    ' ',
    'NULL',
    '\\N',
    '\u3000',
    '9999-12-31 23:59:59',
    '0026-03-05 08:00',
    '2.02603E+15',
    '2.02603E15',
    '4E15',
    '2026030512345.0',
    '12345.0',
    '1234567890123456',
    '1.23456789012345678',
    "'A1",
    '="00123"',
    'A\u200b1',
    '\ufeffA1',
    'A1\u001a',
    '张三',
    'x"y',
    'center_code',
    '2026-03-02 24:00:00',
    '2026-03-02T08:00:00+15:00',
    'infinity',
    '1e400',
    // Numbers of people, codes that are too long, and what other spellings of the kinds above are like.
    '13812345678',
    'x-13812345678',
    'F1; 138-1234-5678 ;F2',
    '330106199001011234',
    '330106199013011234',
    'X'.repeat(128),
    'X'.repeat(129),
    `A;${'B'.repeat(1_998)}`,
    `A;${'B'.repeat(2_000)}`,
    '影'.repeat(129),
    'PATIENT-77',
    'x-PATIENT-77',
    'RAD8',
    '１２３',
    '٣',
    '5\u200b00',
    '(5.00)',
    '-¥5',
    '¥-5',
    '5,00',
    '1,2345.00',
    '12,345.6',
    '500.',
    '.5',
    '1.000000000000000000000',
    '1.0000000000000000000001',
    '0x1F',
    '1_000',
    '2026-02-30',
    '2026-02-30 08:00',
    '0000-00-00',
    '2026-3',
    '2026-00',
    '2026-03-02 8:5',
    '2026-03-02 08:05:60',
    '2026-03-02T08:05:00.1234567+0800',
    '2026-03-02T08:05:00 +08',
    '2026-03-02t08:05:00z',
    '2026-03-02  08:05',
    '1990-01-01 00:00',
    '1989-12-31T16:00:00Z',
    'TRUE',
    't',
    'yes',
    'Reported ',
    'mr',
    '\u0130',
    'ſ',
  ]
  const persons = column.hashedAs ? ['PATIENT-77', 'P1', 'RAD8', '13812345678'] : undefined
  const own = sound[column.name] ?? persons ?? column.allowed ?? sound[column.type] ?? ['A1', 'B-2', 'x y']
  return fc.oneof(
    { weight: 150, arbitrary: fc.constantFrom(...own.slice(0, 2)) },
    { weight: 8, arbitrary: fc.constantFrom(...own) },
    { weight: 2, arbitrary: fc.constantFrom(...odd) },
  )
}

const csvCell = (value: string) => (/[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)

function csvText(feed: string, seed: number, ending: string): string {
  const { columns } = contractOf(feed)!
  const row = fc.tuple(...columns.map(valueOf))
  const rows = fc.sample(row, { numRuns: LINES, seed })
  const names = columns.map((c) => c.name)
  const turned = (cells: string[]) => [...cells.slice(3), ...cells.slice(0, 3)]
  return [
    names.join(','),
    ...rows.slice(0, LINES / 2).map((r) => r.map(csvCell).join(',')),
    names.join(',').toUpperCase(),
    turned(names).join(','),
    ...rows.slice(LINES / 2).map((r) => turned(r).map(csvCell).join(',')),
    'C1,too,few',
    '  ',
    '\u001a',
  ].join(ending)
}

/** A JSON value as some program writes it. */
const json = (value: string): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 40, arbitrary: fc.constant(JSON.stringify(value)) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        'null',
        '1.0',
        '2.02603e15',
        '12345678901234567890123',
        '-0',
        '1e400',
        '500.000',
        '0.1e2',
        'true',
        '[1, 2]',
        '{"a": 1}',
        '"\\u0041"',
        '"\\u200bC1"',
        '"A\\u0000"',
        '"a\\/b"',
        '" x "',
      ),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom('NaN', '-Infinity', '01', '.5', '+1', "'x'", '"\\ud800"', '"\t"', 'undefined'),
    },
  )

function ndjsonText(feed: string, seed: number, isOdd: boolean): string {
  const { columns } = contractOf(feed)!
  const member = (c: Column) =>
    valueOf(c).chain((value) =>
      (c.type === 'parameters' || c.type === 'tags' ? fc.constant(value || 'null') : json(value)).chain((text) =>
        fc
          .constantFrom(
            c.name,
            c.name,
            c.name,
            c.name,
            c.name,
            c.name,
            c.name,
            c.name,
            isOdd ? c.name.toUpperCase() : c.name,
          )
          .map((key) => `"${key}":${text}`),
      ),
    )
  const line = fc
    .tuple(
      fc.tuple(...columns.map(member)),
      fc.nat(60),
      fc.constantFrom(
        ...['"status":"ok"', '"center_code":"C2"', '"x":{"status":1}'],
        // Halves of surrogate pairs behind a key that stands already, and a pair that is whole.
        ...['"status":"\\ud800"', '"x":"\\udc00\\ud800"', '"x":"\\\\ud800"', '"x":"\\ud83e\\ude7b"'],
      ),
    )
    .map(([members, odd, again]) => {
      if (odd === 1) return `{${members.join(',')},}`
      if (odd === 2) return `{${members.join(',')},${again}}`
      if (odd === 3) return `[${members.join(',')}]`
      if (odd === 4) return `{${members.join(' , ')} } `
      if (odd === 5) return `\u00a0{${members.join(',')}}`
      if (odd === 6) return '\t'
      return `{${members.join(',')}}`
    })
  return fc.sample(line, { numRuns: LINES, seed }).join(isOdd ? '\r\n' : '\n')
}

test('checker and loader agree on odd lines of every feed and format: the same verdict, column and reason', async () => {
  const { dir, put } = smallLanding()
  const paths: string[] = []
  const add = (path: string, text: string) => {
    put(path, text)
    paths.push(path)
  }
  for (const [i, feed] of ['exams', 'scanner_log', 'ai_results', 'billing', 'costs'].entries()) {
    for (const [name, ending] of Object.entries({ lf: '\n', crlf: '\r\n', cr: '\r' }))
      add(`${feed}/C1/${name}.csv`, csvText(feed, SEED + i + ending.length, ending))
    // Many small files, so that some have no line that only the tolerant reader takes.
    const lines = ndjsonText(feed, SEED + i, false).split('\n')
    for (let from = 0; from < lines.length; from += 4)
      add(`${feed}/a-${from}.ndjson`, lines.slice(from, from + 4).join('\n'))
    add(`${feed}/b.ndjson`, ndjsonText(feed, SEED + 100 + i, true))
  }
  const outcomes = await loaded(dir)
  for (const path of paths) expect([path, await checked(dir, path)]).toEqual([path, outcomes.get(path)])
  const reasons = new Set([...outcomes.values()].flatMap((o) => o.rejects.map((r) => r.split(' ').at(-1))))
  expect([...reasons].sort()).toEqual(REASONS)
  const sound = [...outcomes.values()].map((o) => o.read - o.rejected)
  expect(sound.reduce((a, b) => a + b, 0)).toBeGreaterThan(1000)
}, 120_000)
