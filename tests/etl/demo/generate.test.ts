import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { contracts } from '#etl/contracts/index.ts'
import { generateDemo } from '#etl/demo/generate.ts'
import { temporaryFolder } from '#tests/support/etl.ts'
import { csvRows, filesBelow, fingerprint, textOf } from './made.ts'

const SMALL = { centers: 3, days: 9, exams: 600 }

test('the same options write the same bytes, into a new folder and over the old files', async () => {
  const [a, b] = [temporaryFolder(), temporaryFolder()]
  await generateDemo({ ...SMALL, out: a })
  const first = fingerprint(a)
  await generateDemo({ ...SMALL, out: b })
  await generateDemo({ ...SMALL, out: a })
  expect(fingerprint(b)).toBe(first)
  expect(fingerprint(a)).toBe(first)
})

test('another seed makes another network', async () => {
  const [a, b] = [temporaryFolder(), temporaryFolder()]
  await generateDemo({ ...SMALL, out: a })
  await generateDemo({ ...SMALL, seed: 2, out: b })
  expect(fingerprint(a)).not.toBe(fingerprint(b))
})

test('a folder with files of someone else is refused and left as it was', async () => {
  const out = temporaryFolder()
  mkdirSync(join(out, 'exams'))
  writeFileSync(join(out, 'exams', 'mine.csv'), 'mine')
  await expect(generateDemo({ ...SMALL, out })).rejects.toMatchObject({ code: 'etl/usage' })
  expect(filesBelow(out)).toEqual(['exams/mine.csv'])
  expect(readFileSync(join(out, 'exams', 'mine.csv'), 'utf8')).toBe('mine')
})

test('one center and three days have exams, logs, AI results and charges, and no ledger yet', async () => {
  const out = temporaryFolder()
  const summary = await generateDemo({ centers: 1, days: 3, out })
  expect(readdirSync(out).sort()).toEqual(['ai_results', 'billing', 'exams', 'reference', 'scanner_log'])
  expect(readdirSync(join(out, 'exams', 'C001'))).toEqual(['2026-05-29.csv', '2026-05-30.csv', '2026-05-31.csv'])
  expect(summary.exams).toBeGreaterThan(50)
  expect(summary.stories).toEqual([])
})

test('the number of exams asked for is met within a tenth', async () => {
  const summary = await generateDemo({ centers: 12, days: 30, exams: 6000, files: 'month', out: temporaryFolder() })
  expect(summary.exams).toBeGreaterThan(5400)
  expect(summary.exams).toBeLessThan(6600)
})

test('every feed has the columns of its contract, in any case', async () => {
  const out = temporaryFolder()
  await generateDemo({ centers: 9, days: 40, exams: 3000, files: 'month', out })
  for (const contract of contracts.filter((c) => c.feed !== 'scanner_log')) {
    const expected = contract.columns.map((c) => c.name).sort()
    for (const path of filesBelow(join(out, contract.feed))) {
      const header = textOf(join(out, contract.feed, path))
        .slice(0, 2000)
        .split(/\r?\n/)[0]!
      expect(header.toLowerCase().split(',').sort(), path).toEqual(expected)
    }
  }
})

test('centers hand over their files in the forms that the contract allows', async () => {
  const out = temporaryFolder()
  await generateDemo({ centers: 9, days: 9, exams: 1500, out })
  const bytes = (path: string) => readFileSync(join(out, path))
  const day = '2026-05-28'
  expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes(`billing/C002/${day}.csv`))).toThrow()
  expect(textOf(join(out, `billing/C002/${day}.csv`))).toContain('￥')
  expect(bytes(`exams/C003/${day}.csv.gz`).subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]))
  expect(bytes(`exams/C005/${day}.csv`).subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]))
  expect(textOf(join(out, `scanner_log/C006/${day}.ndjson`))).toMatch(/"step":"[^"]*轴位/)
  expect(csvRows(join(out, `exams/C001/${day}.csv`))[0]!.updated_at).toMatch(/T.*\+08:00$/)
  expect(csvRows(join(out, `exams/C004/${day}.csv`))[0]!.updated_at).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
  expect(csvRows(join(out, `exams/C007/${day}.csv`))[0]!.updated_at).toMatch(/Z$/)
  expect(textOf(join(out, `exams/C009/${day}.csv`))).toMatch(/^CENTER_CODE,/)
})

test('two nights of one center come late, and one billing file comes twice', async () => {
  const out = temporaryFolder()
  await generateDemo({ centers: 5, days: 9, exams: 1000, out })
  const names = readdirSync(join(out, 'exams', 'C004'))
  expect(names).toContain('2026-05-26-late.csv')
  for (const day of ['2026-05-24', '2026-05-25']) expect(names).not.toContain(`${day}.csv`)
  const nights = csvRows(join(out, 'exams/C004/2026-05-26-late.csv')).map((r) => r.updated_at!.slice(0, 10))
  expect(nights).toContain('2026-05-24')
  const billing = join(out, 'billing', 'C005')
  expect(readFileSync(join(billing, '2026-05-27-resent.csv'))).toEqual(readFileSync(join(billing, '2026-05-27.csv')))
})

test('an exam is handed over again when it is reported, and its times never go back', async () => {
  const out = temporaryFolder()
  await generateDemo({ centers: 1, days: 20, exams: 1500, out })
  const statuses = new Map<string, Set<string>>()
  for (const path of filesBelow(join(out, 'exams'))) {
    for (const row of csvRows(join(out, 'exams', path))) {
      if (row.accession_no!.includes('X')) continue
      statuses.set(row.accession_no!, (statuses.get(row.accession_no!) ?? new Set()).add(row.status!))
      const times = [row.started_at, row.completed_at, row.reported_at].filter(Boolean)
      expect([...times].sort()).toEqual(times)
    }
  }
  const seen = [...statuses.values()].map((s) => [...s].sort().join('+'))
  expect(seen).toContain('completed+reported')
  expect(seen).toContain('reported+scheduled')
  expect(seen).toContain('no_show+scheduled')
})

test('no landing file is written outside the feeds and the reference data', async () => {
  const out = temporaryFolder()
  const summary = await generateDemo({ centers: 2, days: 4, out })
  expect(filesBelow(out).length).toBe(summary.files)
  expect(existsSync(join(out, 'reference', 'protocols.json'))).toBe(true)
})
