import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contracts } from '#etl/contracts/index.ts'
import { checkFile } from '#etl/file-check/check.ts'
import { draftProfile, likelyFeed } from '#etl/file-check/draft.ts'
import { readProfile } from '#etl/file-check/profile.ts'
import { referenceFeeds } from '#etl/reference/index.ts'

const NAMES = [
  ...['检查号', '患者ID', '检查类别', '收费流水号', 'AccessionNo', 'center_code', 'STATUS', '更新时间', '="检查号"'],
  ...[
    '',
    ' ',
    '\u3000',
    '#2',
    'a#2',
    '__proto__',
    'constructor',
    '"',
    "'",
    '\\',
    '*',
    '?',
    'x'.repeat(300),
    '\u0000',
    '\u{1fa7b}',
  ],
]
const name = fc.oneof(
  fc.constantFrom(...NAMES),
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 5 }),
)
const cell = fc
  .tuple(name, fc.boolean())
  .map(([text, isQuoted]) => (isQuoted ? `"${text.replaceAll('"', '""')}"` : text))
const line = fc
  .tuple(fc.array(cell, { maxLength: 12 }), fc.constantFrom(',', ';', '\t', '|', '，'))
  .map(([cells, delimiter]) => cells.join(delimiter))
const text = fc
  .tuple(
    fc.constantFrom('', 'sep=;\n', '\ufeff', '影像清单\n', '\n\n'),
    fc.array(line, { maxLength: 4 }),
    fc.constantFrom('\n', '\r\n', '\r'),
  )
  .map(([start, lines, end]) => start + lines.join(end))
const bytes = fc.oneof(
  text.map((t) => Buffer.from(t)),
  text.map((t) => Buffer.from(`\ufeff${t}`, 'utf16le')),
  fc.uint8Array({ maxLength: 40 }).map((b) => Buffer.from(b)),
)
const path = fc.constantFrom(
  ...['x.csv', 'exams/C1/a.csv', 'exams/a b/[1].csv.gz', 'billing/C1/\u5217\u8868.2026.txt', 'exams/a\\b/c.csv'],
  ...['exams/x*y/?.csv', 'reference/prices.csv', 'x.ndjson', 'exams/noending', 'exams/.csv', 'costs/a..b/c.csv'],
)

test('a draft of any file is a profile that is accepted', () => {
  const feed = fc.constantFrom(...contracts.map((c) => c.feed), ...referenceFeeds)
  fc.assert(
    fc.property(feed, path, bytes, (of, at, content) => {
      const draft = JSON.stringify(draftProfile(of, at, content))
      expect(readProfile('draft', draft).problems).toEqual([])
    }),
    { numRuns: 3000 },
  )
})

test('the draft of a known export reads it, whatever stands above its header', () => {
  const header = '收费流水号;检查号;项目编码;收费日期;费别;金额;结算状态;更新时间'
  const row = '1;A1;X;2026/3/5;self_pay;10;billed;2026/3/5 8:05'
  for (const above of ['', 'sep=;\r\n', '费用清单\r\n']) {
    const content = Buffer.from([`${above}${header}`, row, ''].join('\r\n'))
    const draft = draftProfile('billing', 'billing/C1/a.csv', content)
    const { profile } = readProfile(
      'draft',
      JSON.stringify({ ...draft, columns: { ...(draft.columns as object), center_code: { constant: 'C1' } } }),
    )
    const report = checkFile({ name: 'billing/C1/a.csv', bytes: content, feed: '', profile, references: null })
    expect([report.problems, report.rowsGood]).toEqual([[], 1])
  }
})

test('where neither path nor person names the feed, the draft is for the one whose names the header has', () => {
  expect(likelyFeed(Buffer.from('收费流水号,金额,费别\n1,2,3\n'))).toBe('billing')
  expect(likelyFeed(Buffer.from('{"event_id":1,"scanner_id":"S1","at":"x"}\n'))).toBe('scanner_log')
  expect(likelyFeed(Buffer.from(''))).toBe('exams')
})
