import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readProfile } from '#etl/file-check/profile.ts'
import { smallLanding } from '#tests/support/landing.ts'
import { checked, loaded } from './verdicts.ts'

const SEED = 20261128
const LINES = 60
const FILES = 24

const TIMES = [
  ...['2026-03-02 08:05:00', '2026/3/2 8:05', '3/2/2026 8:05 AM', '02-MAR-26 08.05.00.123 AM', '20260302080500+0800'],
  ...[
    'Mon Mar 02 08:05:00 CST 2026',
    'Mon Mar 02 08:05:00 EST 2026',
    '2026年3月2日 上午 8:05',
    '晚上 1:05',
    '46083.5',
    '60',
  ],
  ...['2026-03-02T24:00', '2.3.26 8:05', '26/3/2 8:05', '9999-12-31 23:59', '', '  ', 'NULL', '2026-03-02'],
]
const NUMBERS = [
  '1',
  '0.125',
  '-2.5',
  '1,200.5',
  '１２',
  '¥3',
  '1e3',
  '1e99',
  '1.23E+17',
  '0.5万元',
  '-',
  '',
  ' ',
  'x',
  '5.',
  '.5',
  '(7)',
  '3%',
]
const TEXTS = [
  'A1',
  'b 2',
  '="0012"',
  "'007",
  '张三',
  '',
  '\u200bA',
  'x"y',
  'NULL',
  '120 kV',
  '2026030512345.0',
  'A\u0000',
]

/** Columns of the made-up exports, by what stands in them. */
const COLUMNS: Record<string, string[]> = {
  ...{ id: ['A1', ...TEXTS], day: TIMES, at: TIMES, until: TIMES, changed: ['2026-03-02 08:05', ...TIMES] },
  ...{
    a: NUMBERS,
    b: NUMBERS,
    c: NUMBERS,
    kind: ['CT', 'MR', 'QA', '', 'ct '],
    name: TEXTS,
    state: ['done', 'new', 'DONE', '?'],
  },
}
const NAMES = Object.keys(COLUMNS)

const oneOf = <T>(...values: T[]) => fc.constantFrom(...values)
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })

/** How a time, an amount and a text are taken. */
const timeRule = (from: string) =>
  fc.record({
    from: oneOf(from),
    order: maybe(oneOf('mdy', 'dmy', 'ymd')),
    zone: maybe(oneOf('UTC', 'America/New_York', 'Asia/Urumqi')),
    excel: maybe(oneOf('1900', '1904')),
  })
const amountRule = fc.oneof(
  fc.record({
    from: oneOf('a', 'b'),
    round: maybe(oneOf(0, 2)),
    absolute: maybe(fc.boolean()),
    unit: maybe(oneOf('万元', '分')),
    decimal: maybe(oneOf('.', ',')),
  }),
  fc.record({
    sum: oneOf(['a', 'b'], ['c'], ['a', 'no such']),
    minus: maybe(oneOf(['c'], ['b', 'c'])),
    round: maybe(oneOf(2)),
    null_if: maybe(oneOf(['-'])),
    default: maybe(oneOf('0')),
  }),
)
const textRule = fc.record({
  from: oneOf('id', 'name'),
  prefix: maybe(oneOf('P-')),
  extract: maybe(oneOf('(?<value>[A-Z]\\d)')),
  case: maybe(oneOf('upper')),
})
const condition = fc.oneof(
  oneOf(
    { column: 'kind', in: ['QA'] },
    { column: 'name', matches: '^x' },
    { column: 'name', empty: true },
    { column: 'no such', in: ['x'] },
  ).map((c) => ({ ...c, because: 'left' })),
)
const keeping = oneOf(
  { column: 'kind', in: ['CT', 'MR', 'QA'] },
  { column: 'id', empty: false },
  { column: 'state', matches: '\\w' },
).map((c) => ({ ...c, because: 'not kept' }))

const common = {
  delimiter: oneOf('comma', 'tab', 'semicolon', 'pipe'),
  quote: oneOf('"', "'", 'none'),
  short_rows: maybe(fc.boolean()),
  totals: oneOf([], ['合计']),
  leave_out: fc.array(condition, { maxLength: 2 }),
  keep_only: fc.array(keeping, { maxLength: 1 }),
  several_exams: maybe(
    oneOf<object>(
      { columns: ['name'], separators: [' '], number: { column: 'KEY', with: '-' } },
      { groups: [{ part: 'a' }, { part: 'b' }, { part: 'c' }] },
    ),
  ),
}

const charges = fc.record({
  charge_id: textRule,
  accession_no: oneOf('id', 'id#2', 'no such'),
  service_date: timeRule('day'),
  charge_amount: amountRule,
  allowed_amount: maybe(amountRule),
  status: oneOf({ from: 'state', codes: { done: 'paid', new: 'billed' }, unmapped: 'keep' }, { constant: 'billed' }),
  settled_at: maybe(timeRule('at')),
  updated_at: timeRule('changed'),
  ...{
    center_code: oneOf({ constant: 'C1' }, { constant: 'C2' }),
    procedure_code: oneOf({ constant: 'X' }),
    payer_class: oneOf({ constant: 'self_pay' }),
  },
})
const series = fc.record({
  event_id: textRule,
  at: timeRule('at'),
  ended_at: maybe(timeRule('until')),
  step: oneOf<string | object>('name', { from: 'name', default: 'scan' }),
  series_no: maybe(fc.record({ from: oneOf('c'), round: oneOf(0) })),
  parameters: fc.record({
    object: oneOf<object>(
      { CTDIvol: { from: 'a', round: 1 }, KVP: { from: 'name', extract: '(?<value>\\d+)' }, Other: 'name' },
      { DLP: 'b', ConvolutionKernel: { from: 'c', text: true }, Missing: 'no such' },
    ),
  }),
  ...{
    center_code: oneOf({ constant: 'C1' }),
    scanner_id: oneOf({ constant: 'S1' }),
    type: oneOf({ constant: 'acquisition' }),
    accession_no: oneOf('id'),
  },
})

type Format = { header_rows?: 2; no_header?: boolean; json?: boolean }
const FORMATS: Format[] = [{}, {}, { header_rows: 2 }, { no_header: true }, { json: true }]
const SIGNS: Record<string, string> = { comma: ',', tab: '\t', semicolon: ';', pipe: '|' }

interface Made {
  profile: Record<string, unknown> & { delimiter: string; quote: string }
  rows: Record<string, string>[]
  order: string[]
  odd: number[]
}

const row = fc.record(
  Object.fromEntries(
    NAMES.map((name) => [
      name,
      fc.oneof({ weight: 6, arbitrary: oneOf(COLUMNS[name]![0]!) }, { weight: 2, arbitrary: oneOf(...COLUMNS[name]!) }),
    ]),
  ),
)

const quoted = (cell: string, quote: string) =>
  quote === 'none'
    ? cell.replace(/[,;|\t\n]/g, ' ')
    : /[,;|\t\n'"]/.test(cell)
      ? `${quote}${cell.replaceAll(quote, quote + quote)}${quote}`
      : cell

/** Text of a made-up export in one of the formats. */
function textOf({ profile, rows, order, odd }: Made, format: Format): string {
  if (format.json)
    return rows
      .map((r, i) => (odd[i] === 1 ? '[1]' : odd[i] === 2 ? '{"id":1.50,"a":true}' : JSON.stringify(r)))
      .join('\n')
  const sign = SIGNS[profile.delimiter]!
  const line = (names: string[], of: (name: string) => string) =>
    names.map((n) => quoted(of(n), profile.quote)).join(sign)
  const header = format.header_rows ? [line(order, () => ''), line(order, (n) => n)] : [line(order, (n) => n)]
  const turned = [...order.slice(4), ...order.slice(0, 4)]
  let names = order
  const lines = rows.flatMap((r, i) => {
    if (odd[i] === 3 && !format.header_rows && !format.no_header) {
      names = turned
      return [line(names, (n) => n)]
    }
    if (odd[i] === 4) return ['合计', '', header.at(-1)!]
    const cells = line(names, (n) => r[n]!)
    return [
      odd[i] === 5
        ? cells.split(sign).slice(0, -2).join(sign)
        : odd[i] === 6
          ? `${cells}${sign}${sign}`
          : odd[i] === 7
            ? `${cells}${sign}x`
            : cells,
    ]
  })
  return [...(format.no_header ? [] : header), ...lines, ''].join('\r\n')
}

const made = (columns: fc.Arbitrary<object>): fc.Arbitrary<Made> =>
  fc.record({
    profile: fc.record({ ...common, columns }) as unknown as fc.Arbitrary<Made['profile']>,
    rows: fc.array(row, { minLength: LINES, maxLength: LINES }),
    order: fc.shuffledSubarray(NAMES, { minLength: NAMES.length }),
    odd: fc.array(fc.nat(60), { minLength: LINES, maxLength: LINES }),
  })

test('checker and loader agree on made-up exports whatever their profiles say', async () => {
  const { dir, put } = smallLanding()
  const files = new Map<string, string>()
  for (const [feed, columns, key] of [
    ['billing', charges, 'charge_id'],
    ['scanner_log', series, 'event_id'],
  ] as const) {
    for (const [i, each] of fc.sample(made(columns), { numRuns: FILES, seed: SEED }).entries()) {
      const format = FORMATS[i % FORMATS.length]!
      const path = `${feed}/f${i}.${format.json ? 'ndjson' : 'txt'}`
      const named = format.no_header ? { no_header: each.order } : format.header_rows ? { header_rows: 2 } : {}
      const profile = JSON.stringify({ feed, files: [path], ...each.profile, ...named }).replace('"KEY"', `"${key}"`)
      expect(readProfile('p', profile).problems).toEqual([])
      put(path, textOf(each, format))
      put(`profiles/${feed}-${i}.json`, profile)
      files.set(path, profile)
    }
  }
  const outcomes = await loaded(dir)
  for (const [path, profile] of files)
    expect([path, await checked(dir, path, profile)]).toEqual([path, outcomes.get(path)])
  const sum = (of: (o: { read: number; rejected: number }) => number) =>
    [...outcomes.values()].reduce((n, o) => n + of(o), 0)
  expect(sum((o) => o.read - o.rejected)).toBeGreaterThan(200)
  expect(sum((o) => o.rejected)).toBeGreaterThan(200)
}, 120_000)
