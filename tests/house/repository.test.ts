import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const root = path.resolve(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')

/** Files that belong to the repository: what git tracks, or, in a copy without git, all but what is made on the spot. */
function files(): string[] {
  if (existsSync(path.join(root, '.git'))) {
    return gitFiles('--cached', '--others', '--exclude-standard').filter((file) => existsSync(path.join(root, file)))
  }
  const made = /^(node_modules|build|data|coverage|\.cache|test-results)(\/|$)/
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .filter((file) => !made.test(file))
}

/** Files as git lists them, in a checkout that may belong to another user than the one that runs the tests. */
function gitFiles(...args: string[]): string[] {
  const all = ['-c', `safe.directory=${root}`, 'ls-files', '-z', ...args]
  return execFileSync('git', all, { cwd: root, encoding: 'utf8', maxBuffer: 64e6 }).split('\0').filter(Boolean)
}

interface Manifest {
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
  overrides: Record<string, string>
}

test.runIf(existsSync(path.join(root, '.git')))('no source file is kept out of the repository by .gitignore', () => {
  // A pattern without a leading slash holds in every folder: what works here would be missing in a fresh clone.
  const folders = ['app', 'etl', 'queries', 'tests', 'docs']
  const hidden = gitFiles('--others', '--ignored', '--exclude-standard', '--', ...folders)
  expect(hidden.filter((file) => !file.startsWith('tests/.tmp/'))).toEqual([])
})

test('every version in package.json is exact', () => {
  const { dependencies, devDependencies, overrides } = JSON.parse(read('package.json')) as Manifest
  const loose = Object.entries({ ...dependencies, ...devDependencies, ...overrides }).filter(
    ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
  )
  expect(loose).toEqual([])
})

test('the lock file agrees with package.json and names no place that packages come from', () => {
  const manifest = JSON.parse(read('package.json')) as Manifest
  const lock = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, Partial<Manifest> & { resolved?: string }>
  }
  expect(lock.packages['']?.dependencies).toEqual(manifest.dependencies)
  expect(lock.packages['']?.devDependencies).toEqual(manifest.devDependencies)
  expect(Object.entries(lock.packages).filter(([, entry]) => entry.resolved !== undefined)).toEqual([])
})

test('no file names a folder of one machine or a host that packages come from', () => {
  // Put together from parts, or this file would be the first one found.
  const words = [
    '/wo' + 'rk/',
    '/ro' + 'ot/',
    '/ho' + 'me/[a-z]',
    '/Us' + 'ers/[a-z]',
    'registry\\.np' + 'mjs',
    'registry\\.npmm' + 'irror',
  ]
  const forbidden = new RegExp(words.map((word) => `(?<![\\w.])${word}`).join('|'))
  const text = files().filter((file) => !/\.(png|jpe?g|gz|parquet|woff2?|ico)$/.test(file))
  const found = text.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((line, index) => (forbidden.test(line) ? [`${file}:${index + 1}: ${line.trim().slice(0, 120)}`] : [])),
  )
  expect(found).toEqual([])
})

test('every SQL model says in its first line what one row of it is', () => {
  const models = files().filter((file) => file.startsWith('etl/models/') && file.endsWith('.sql'))
  const silent = models.filter((file) => !/^-- grain: \S/.test(read(file).split('\n')[0]!))
  expect(silent).toEqual([])
})

test('queries/schema.ts is what the published tables generate', () => {
  const run = () =>
    execFileSync(process.execPath, ['--import', 'tsx', 'etl/schema/generate.ts', '--check'], {
      cwd: root,
      stdio: 'pipe',
    })
  expect(run).not.toThrow()
})

test('the changelog has a section for what is not released yet', () => {
  expect(read('CHANGELOG.md')).toMatch(/^## \[?Unreleased\]?/m)
})

test('no statement sums or counts over all rows as a window: it can end the engine where there are none', () => {
  // DuckDB 1.5.5, its issue 25713. A subquery gives the same.
  const guilty = files().filter(
    (file) =>
      /^(etl|queries)\/.*\.(ts|sql)$/.test(file) &&
      /(count|sum|max|min|avg)\([^()]*\)\s+OVER\s*\(\s*\)/i.test(read(file)),
  )
  expect(guilty).toEqual([])
})

test('every decision carries its date and its status, and stands in the list', () => {
  const list = read('docs/decisions/README.md')
  const pages = files().filter((file) => /^docs\/decisions\/\d{4}-/.test(file))
  const wrong = pages.filter(
    (file) =>
      !/^Date: \d{4}-\d{2}-\d{2}$/m.test(read(file)) ||
      !/^Status: \S/m.test(read(file)) ||
      !list.includes(`(${path.basename(file)})`),
  )
  expect(pages.length).toBeGreaterThan(30)
  expect(wrong).toEqual([])
})
