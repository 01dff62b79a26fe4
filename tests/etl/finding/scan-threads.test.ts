import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scan } from '#etl/landing/discover.ts'
import { Folder } from '#etl/landing/folder.ts'
import { branchesNow } from '#etl/landing/share.ts'
import { temporaryFolder } from '#tests/support/etl.ts'

const CENTERS = 12
const FILES = 40

/** A landing folder of some hundred files, and what a scan has found of it. */
async function landed() {
  const root = temporaryFolder()
  const path = (center: number, file: number) => `exams/C${center}/f${String(file).padStart(3, '0')}.csv`
  for (let center = 0; center < CENTERS; center++) {
    mkdirSync(join(root, `exams/C${center}/late`), { recursive: true })
    for (let file = 0; file < FILES; file++) writeFileSync(join(root, path(center, file)), 'x')
    writeFileSync(join(root, `exams/C${center}/late/l.csv`), 'x')
  }
  for (const name of ['exams/flat.csv', 'top.csv']) writeFileSync(join(root, name), 'x')
  // So much is known beside it that a second thread is asked.
  const padding = new Folder('a/1:1:1:1\n'.repeat(400_000))
  const { folders } = await scan(root)
  return { root, path, known: new Map([...folders, ['elsewhere', padding]]), folders }
}

test('two threads find what one finds, and nothing where nothing changed', async () => {
  const { root, known, folders } = await landed()
  const again = await scan(root, known)
  expect(again.files).toEqual([])
  expect([...again.folders].map(([below, { text }]) => [below, text]).sort()).toEqual(
    [...folders].map(([below, { text }]) => [below, text]).sort(),
  )
})

test('files that came or changed are told by either thread, with size and time, and one that went hides none', async () => {
  const { root, path, known } = await landed()
  const changed = Array.from({ length: CENTERS }, (_, center) => path(center, 7))
  for (const name of changed) writeFileSync(join(root, name), 'four')
  for (const name of changed) utimesSync(join(root, name), 1000, 2000.5)
  const came = Array.from({ length: CENTERS }, (_, center) => `exams/C${center}/a-new.csv`)
  for (const name of came) writeFileSync(join(root, name), '')
  for (let center = 0; center < CENTERS; center++) rmSync(join(root, path(center, 5)))
  const { files } = await scan(root, known)
  expect(files.map((f) => f.path)).toEqual([...changed, ...came].sort())
  for (const file of files.filter((f) => changed.includes(f.path)))
    expect(file).toMatchObject({ feed: 'exams', bytes: 4, modifiedMs: 2_000_500, absolute: join(root, file.path) })
})

test('a file whose name breaks a line is found on every scan, and its folder is left to the first thread', async () => {
  const { root, known } = await landed()
  writeFileSync(join(root, 'exams/C3/odd\nname.csv'), 'x')
  for (let times = 0; times < 2; times++)
    expect((await scan(root, known)).files.map((f) => f.path)).toEqual(['exams/C3/odd\nname.csv'])
  const share = { root, branches: ['exams/C3', 'exams/C4'], next: new SharedArrayBuffer(4) }
  expect(branchesNow(share).map(([branch, seen]) => [branch, seen?.map(([below]) => below)])).toEqual([
    [0, undefined],
    [1, ['exams/C4/late', 'exams/C4']],
  ])
})
