import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { answer } from '#etl/file-check/browser.ts'
import { checkFile, checkPieces } from '#etl/file-check/check.ts'
import { eachRecord, PLAIN, splitter } from '#etl/file-check/records.ts'
import type { Encoding } from '#etl/contracts/encodings.ts'
import { decodePieces, decodeText } from '#etl/file-check/text.ts'
import { readRecords, type CsvRecord } from '#etl/landing/csv.ts'
import { unpack } from '#etl/landing/unpack.ts'
import { testConfig } from '#tests/support/etl.ts'
import { madeUp } from './made-up.ts'

/** The same bytes in pieces of these lengths, over and over. */
const opener = (bytes: Uint8Array, lengths: number[]) =>
  async function* () {
    for (let at = 0, i = 0; at < bytes.length; at += lengths[i++ % lengths.length]!)
      yield Promise.resolve(bytes.subarray(at, at + lengths[i % lengths.length]!))
  }
const lengths = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 })

test('bytes in pieces are decoded as they are at once, torn and mixed ones too', async () => {
  const part = fc.oneof(
    fc.string({ unit: fc.constantFrom('a', 'é', '中', '🩻', '\n') }).map((text) => Buffer.from(text)),
    fc.constantFrom(
      Buffer.from([0xd6, 0xd0]),
      Buffer.from([0xe4]),
      Buffer.from([0xf0, 0x9f]),
      Buffer.from([0x80, 0xff]),
    ),
    fc.constantFrom(Buffer.from('\ufeff'), Buffer.from('\ufeffab', 'utf16le'), Buffer.from('a')),
  )
  const wanted = fc.constantFrom('contract' as const, 'auto' as const, 'utf-8' as const, 'gb18030' as const)
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 4 }), lengths, wanted, async (parts, cut, how) => {
      const bytes = Buffer.concat(parts)
      let text = ''
      const found: Encoding | null = await decodePieces(opener(bytes, cut), how, () => {
        text = ''
        return (piece) => (text += piece)
      })
      expect(found && { text, encoding: found }).toEqual(decodeText(bytes, how))
    }),
    { numRuns: 2000 },
  )
})

test('a text in pieces gives the records of the whole, whatever its quotes', () => {
  const text = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r\n', ' ', '""', '中'), maxLength: 40 })
  fc.assert(
    fc.property(text, lengths, (whole, cut) => {
      const records: CsvRecord[] = []
      const pieces = splitter(PLAIN, (record) => records.push(record))
      for (let at = 0, i = 0; at < whole.length; i++) {
        const length = cut[i % cut.length]!
        pieces.push(whole.slice(at, at + length))
        at += length
      }
      pieces.end()
      const atOnce: CsvRecord[] = []
      eachRecord(whole, PLAIN, (record) => atOnce.push(record))
      expect(records).toEqual(atOnce)
      expect(records).toEqual([...readRecords(whole.replaceAll('\r\n', '\n'))])
    }),
    { numRuns: 5000 },
  )
})

test('a file that comes in pieces has the report of the whole', async () => {
  const files: [string, Buffer][] = [
    ['a.csv', Buffer.from(madeUp(1, 300))],
    ['a.csv', Buffer.from(madeUp(2, 50).replaceAll('\n', '\r\n'))],
    ['a.ndjson', Buffer.from('{"accession_no": "A1"}\n\n[]\nno\n{"center_code": "C1", "patient_sex": "男"}')],
    ['a.csv', Buffer.from(madeUp(3, 20), 'utf16le')],
    ['a.csv', Buffer.from('no,such,columns\n1,2,3\n')],
    ['a.csv', Buffer.from('accession_no,状').subarray(0, -1)],
    ['a.csv', Buffer.from('')],
    ['a.doc', Buffer.from('x')],
  ]
  for (const [name, bytes] of files) {
    const options = { name, feed: 'exams', profile: null, references: null }
    const whole = checkFile({ ...options, bytes })
    for (const cut of [[1, 7], [64], [100_000]])
      expect([name, await checkPieces(opener(bytes, cut), options)]).toEqual([name, whole])
  }
})

test('the page hears how far the check of a file is, packed or not', async () => {
  const bytes = Buffer.from(madeUp(1, 2000))
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'))
  const files = [
    new File([bytes], 'a.csv'),
    new File([await new Response(packed).arrayBuffer()], 'a.csv.gz'),
    new File([bytes], 'broken.csv.gz'),
  ]
  const answers = []
  for (const file of files) {
    const shares: number[] = []
    answers.push(await answer({ kind: 'check', file, feed: 'exams', profile: null }, (share) => shares.push(share)))
    expect(shares.at(-1)).toBe(1)
  }
  const report = checkFile({ name: 'a.csv', bytes, feed: 'exams', profile: null, references: null })
  expect(answers).toEqual([
    { kind: 'report', report },
    { kind: 'report', report },
    { kind: 'failed', code: 'broken_gzip' },
  ])
})

test('the page refuses what a run refuses: packed files that expand beyond its limits', async () => {
  const packed = gzipSync(Buffer.alloc(30_000_000, '0'))
  const file = new File([packed], 'a.csv.gz')
  const said = await answer({ kind: 'check', file, feed: 'exams', profile: null }, () => {})
  expect(said).toEqual({ kind: 'failed', code: 'too_large', mb: 10 })
  expect(unpack(packed, testConfig('x', 'y').unpackLimits)).toBe('too_large')
})
