import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { branchesNow } from '#etl/landing/share.ts'
import { ask, etl, land, temporaryFolder, testConfig } from '#tests/support/etl.ts'
import { examsCsv, smallLanding } from '#tests/support/landing.ts'

const ACCESSIONS = 'SELECT accession_no AS a FROM main.exam ORDER BY 1'
const accessions = async (config: ReturnType<typeof testConfig>) => (await ask(config, ACCESSIONS)).map((r) => r.a)

/** Parts of names that are patterns, escapes, partitions or shells' signs elsewhere. */
const PART = fc.constantFrom(
  ...[
    'a',
    'b',
    's1',
    '[1]',
    '[a-z]',
    '*',
    '**',
    '?',
    '{x,y}',
    '\\',
    '%41',
    '~',
    'a=b',
    ' ',
    "'",
    '"',
    '#',
    '$(x)',
    ';',
    '报告',
  ],
)
const NAME = fc
  .array(PART, { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join(''))
  .filter((name) => name.trim() !== '')
const PATH = fc.tuple(fc.array(NAME, { maxLength: 2 }), NAME).map(([folders, name]) => [...folders, name].join('/'))

test('rows read are the rows of the files, whatever the names', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(PATH, { minLength: 3, maxLength: 8 }), async (paths) => {
      const { dir, put } = smallLanding()
      const landed: string[] = []
      for (const [i, path] of paths.entries()) {
        const accession_no = `A${i}`
        // Of two names of which one is a folder of the other only the first can lie there.
        const clashes = landed.some((other) => other.startsWith(`${path}.csv/`) || `${path}/`.startsWith(`${other}/`))
        if (clashes) continue
        put(`exams/x/${path}.csv`, examsCsv({ accession_no }, { accession_no: `${accession_no}-2` }))
        landed.push(`${path}.csv`)
      }
      const config = testConfig(dir, temporaryFolder())
      expect((await etl(config)).rows_read).toBe(landed.length * 2)
      const files = await ask(config, 'SELECT path, rows_read, rows_loaded FROM ops.source_file')
      expect(files.map((f) => f.path).sort()).toEqual(landed.map((path) => `exams/x/${path}`).sort())
      for (const f of files) expect(f).toMatchObject({ rows_read: 2, rows_loaded: 2 })
      rmSync(dir, { recursive: true })
    }),
    { numRuns: 6 },
  )
}, 120_000)

test('a name that is a pattern is read itself, and not its neighbour', async () => {
  const { dir, put } = smallLanding()
  const event = (id: string) =>
    `{"event_id":"${id}","center_code":"C2","scanner_id":"S2","type":"state","at":"2026-03-02T08:00:00Z","state":"ready"}\n`
  put('scanner_log/s1.ndjson', event('one'))
  put('scanner_log/s[1].ndjson', event('brackets') + event('second'))
  const config = testConfig(dir, temporaryFolder())
  await etl(config)
  expect((await ask(config, 'SELECT event_id AS e FROM main.scanner_state ORDER BY 1')).map((r) => r.e)).toEqual([
    'brackets',
    'one',
    'second',
  ])
})

test('the data folder and the landing folder may have such names, and a rebuild reads them', async () => {
  const root = temporaryFolder()
  const config = testConfig(join(root, 'in[1]*'), join(root, 'data[ab]*'))
  land(config, 'reference/centers.csv', 'center_code,name_en\nC1,One\n')
  land(config, 'reference/scanners.csv', 'scanner_id,center_code,modality,name_en\nS1,C1,MR,One\n')
  land(config, 'exams/a.csv', examsCsv({ accession_no: 'A1' }))
  mkdirSync(join(root, 'dataa1'))
  await etl(config)
  land(config, 'exams/b.csv', examsCsv({ accession_no: 'A2' }))
  await etl(config)
  await etl(config, { rebuild: true })
  expect(await accessions(config)).toEqual(['A1', 'A2'])
})

test('names in GBK bytes, of folders too, are read and shown as what they say', async () => {
  const { dir } = smallLanding()
  const bytes = (...parts: (string | number[])[]) => Buffer.concat(parts.map((p) => Buffer.from(p as string)))
  const gbk = [0xb1, 0xa8, 0xb8, 0xe6]
  mkdirSync(bytes(`${dir}/exams/`, gbk), { recursive: true })
  writeFileSync(bytes(`${dir}/exams/`, gbk, '.csv'), examsCsv({ accession_no: 'A1' }))
  writeFileSync(`${dir}/exams/报告.csv`, examsCsv({ accession_no: 'A2' }))
  writeFileSync(bytes(`${dir}/exams/`, gbk, '/', gbk, '[1].csv'), examsCsv({ accession_no: 'A3' }))
  writeFileSync(bytes(`${dir}/exams/`, [0xff, 0x41], '.csv'), examsCsv({ accession_no: 'A4', status: 'gone' }))
  const config = testConfig(dir, temporaryFolder())
  await etl(config)
  expect(await accessions(config)).toEqual(['A1', 'A2', 'A3'])
  expect((await ask(config, 'SELECT path AS p FROM ops.source_file ORDER BY 1')).map((r) => r.p)).toEqual([
    'exams/%b1%a8%b8%e6.csv',
    'exams/%ffA.csv',
    'exams/报告.csv',
    'exams/报告/报告[1].csv',
  ])
  expect((await etl(config)).status).toBe('nothing_new')
})

test('files with plain names in folders whose names are shown otherwise are read: of GBK bytes, of a person, of a number', async () => {
  const { dir } = smallLanding()
  const gbk = Buffer.concat([
    Buffer.from(`${dir}/exams/`),
    Buffer.from([0xb1, 0xa8, 0xb8, 0xe6]),
    Buffer.from('/2026-03'),
  ])
  mkdirSync(gbk, { recursive: true })
  writeFileSync(Buffer.concat([gbk, Buffer.from('/a.csv')]), examsCsv({ accession_no: 'A1' }))
  const config = testConfig(dir, temporaryFolder())
  land(config, 'exams/C001/张伟/2026-03-02.csv', examsCsv({ accession_no: 'A2' }))
  land(config, 'exams/C001/13812345678/more/b.csv', examsCsv({ accession_no: 'A3' }))
  expect((await etl(config)).rows_loaded).toBe(3)
  await etl(config, { rebuild: true })
  expect(await accessions(config)).toEqual(['A1', 'A2', 'A3'])
  expect((await etl(config)).status).toBe('nothing_new')
})

test('a second thread leaves a branch to the first whose folder it cannot find by the name that is shown', () => {
  const root = temporaryFolder()
  mkdirSync(join(root, 'exams/C001'), { recursive: true })
  const next = new SharedArrayBuffer(4)
  expect(branchesNow({ root, branches: ['exams/C001', 'exams/~shownx'], next })).toEqual([
    [0, [['exams/C001', '']]],
    [1, null],
  ])
})

test('links, pipes and sockets are not read, and each is a line of its own with the reason, once', async () => {
  const { dir, put } = smallLanding()
  put('exams/a.csv', examsCsv({}))
  symlinkSync('/etc/passwd', join(dir, 'exams/link.csv'))
  symlinkSync('/etc', join(dir, 'exams/folder'))
  execFileSync('mkfifo', [join(dir, 'exams/pipe.csv')])
  const config = testConfig(dir, temporaryFolder())
  const result = await etl(config)
  expect([result.status, result.files_read]).toEqual(['published', 1])
  expect(
    await ask(config, `SELECT path, status, reason FROM ops.source_file WHERE status <> 'loaded' ORDER BY 1`),
  ).toEqual([
    { path: 'exams/folder', status: 'skipped', reason: 'link' },
    { path: 'exams/link.csv', status: 'skipped', reason: 'link' },
    { path: 'exams/pipe.csv', status: 'skipped', reason: 'pipe' },
  ])
  expect((await etl(config)).status).toBe('nothing_new')
})
