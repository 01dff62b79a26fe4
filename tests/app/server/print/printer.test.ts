import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { Printer } from '#app/server/print/printer.ts'
import { lives } from '#tests/support/processes.ts'

/** A program in the place of a browser, and the file in which it says its process id. */
async function program(lines: string) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'isocenter-printer-'))
  await chmod(folder, 0o777)
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const [file, pidFile] = [path.join(folder, 'browser'), path.join(folder, 'pid')]
  await writeFile(file, `#!/bin/sh\necho $$ > ${pidFile}\nenv > ${folder}/env\n${lines}\n`, { mode: 0o755 })
  return { file, folder, pid: async () => Number(await readFile(pidFile, 'utf8')) }
}

const PAGE = { url: 'http://127.0.0.1:9/throughput?print=1', headers: { 'x-print-pass': 'secret' } }

test('a browser that does not answer is killed, and the reader is told that it took too long', async () => {
  const { file, pid } = await program('exec sleep 60')
  const printer = new Printer({ chromePath: file, userId: 65_534, limitMs: 700 })
  await expect(printer.pdf(PAGE)).rejects.toMatchObject({ code: 'app/print-late' })
  expect(lives(await pid())).toBe(false)
})

test('a browser that ends says so, and gets none of our variables', async () => {
  process.env.PSEUDONYM_KEY = 'only-for-the-load'
  onTestFinished(() => void delete process.env.PSEUDONYM_KEY)
  const { file, folder } = await program('exit 3')
  const printer = new Printer({ chromePath: file, userId: 65_534 })
  await expect(printer.pdf(PAGE)).rejects.toThrow('The browser of CHROME_PATH ended with status 3')
  expect(await readFile(path.join(folder, 'env'), 'utf8')).not.toContain('PSEUDONYM_KEY')
})

test('of three pages at once the third waits for its turn, as long as it may', async () => {
  const { file } = await program('exec sleep 60')
  const printer = new Printer({ chromePath: file, userId: 65_534, limitMs: 700 })
  const ended = await Promise.allSettled([printer.pdf(PAGE), printer.pdf(PAGE), printer.pdf(PAGE)])
  expect(ended.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
})

test('a program that is none is said to be so', async () => {
  const printer = new Printer({ chromePath: path.join(os.tmpdir(), 'no-such-browser'), userId: 65_534 })
  await expect(printer.pdf(PAGE)).rejects.toThrow('ENOENT')
})
