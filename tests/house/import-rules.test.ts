import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = path.resolve(import.meta.dirname, '../..')
const { forbidden } = createRequire(import.meta.url)(path.join(root, '.dependency-cruiser.cjs')) as {
  forbidden: { name: string }[]
}

/** A folder of every floor of etl/, from the lowest up. */
const FLOORS = [
  ...['schema', 'publish', 'landing', 'reference', 'models', 'checks'],
  ...['profiles', 'load', 'finding', 'filling', 'run', 'schedule'],
]

const looksUp = (below: string, above: string) => ({
  file: `etl/${below}/up.ts`,
  text: `export type { Floor } from '../${above}/floor.ts'\n`,
  to: `etl/${above}/floor.ts`,
})

/** One planted violation, or more, of each rule: the file that breaks it, what it holds, and what it must not reach. */
const planted: Record<string, { file: string; text: string; to: string }[]> = {
  'no-cycles': [
    { file: 'etl/a.ts', text: "import './b.ts'\nexport const a = 1\n", to: 'etl/b.ts' },
    {
      file: 'queries/own.ts',
      text: "import type { Pair } from './pair.ts'\nexport interface Own {\n  pair: Pair\n}\n",
      to: 'queries/pair.ts',
    },
  ],
  ...Object.fromEntries(
    FLOORS.slice(0, -1).map((floor, i) => [`etl-floor-${i + 1}-looks-down`, [looksUp(floor, FLOORS[i + 1]!)]]),
  ),
  'etl-demo-stands-alone': [{ file: 'etl/demo/a.ts', text: "export { a } from '../c.ts'\n", to: 'etl/c.ts' }],
  'app-never-imports-etl': [
    { file: 'app/routes/x.ts', text: "import { a } from '#etl/c.ts'\nconsole.log(a)\n", to: 'etl/c.ts' },
    { file: 'app/server/x.ts', text: "import type { A } from '#etl/c.ts'\nexport type B = A\n", to: 'etl/c.ts' },
    { file: 'app/lazy.ts', text: "export const c = () => import('#etl/c.ts')\n", to: 'etl/c.ts' },
  ],
  'shared-queries-know-no-subject': [
    { file: 'queries/metric/s.ts', text: "export { o } from '../overview/o.ts'\n", to: 'queries/overview/o.ts' },
  ],
  'queries-import-neither': [
    { file: 'queries/x.ts', text: "export { a } from '#etl/c.ts'\n", to: 'etl/c.ts' },
    { file: 'queries/y.ts', text: "export { ok } from '../app/ok.ts'\n", to: 'app/ok.ts' },
  ],
  'etl-imports-neither': [
    { file: 'etl/x.ts', text: "export { q } from '#queries/q.ts'\n", to: 'queries/q.ts' },
    { file: 'etl/y.ts', text: "export { ok } from '#app/ok.ts'\n", to: 'app/ok.ts' },
  ],
  'product-never-imports-tests': [
    { file: 'queries/z.ts', text: "export { t } from '#tests/t.ts'\n", to: 'tests/t.ts' },
  ],
  'no-react-below-app': [
    { file: 'queries/r.ts', text: "import 'react'\n", to: 'node_modules/react/' },
    { file: 'etl/r.ts', text: "import 'express'\n", to: 'node_modules/express/' },
  ],
  'duckdb-only-on-the-server': [
    { file: 'app/components/d.ts', text: "import '@duckdb/node-api'\n", to: 'node_modules/@duckdb/' },
    { file: 'app/components/e.ts', text: "export { db } from '#queries/db/db.ts'\n", to: 'queries/db/db.ts' },
  ],
  'never-import-remix-shell': [{ file: 'app/s.ts', text: "import 'remix'\n", to: 'node_modules/remix/' }],
  'not-resolvable': [{ file: 'app/n.ts', text: "import './nowhere.ts'\n", to: 'nowhere.ts' }],
}

/** What the rules allow, so that a rule that forbids everything is caught too. */
const allowed: Record<string, string> = {
  'app/ok.ts': "import { q } from '#queries/q.ts'\nexport const ok = q\n",
  'app/server/ok.ts': "import { db } from '#queries/db/db.ts'\nimport 'express'\nexport const ok = db\n",
  'etl/b.ts': "import './a.ts'\nexport const b = 1\n",
  'etl/c.ts': 'export type A = number\nexport const a = 1\n',
  'queries/q.ts': 'export const q = 1\n',
  'queries/overview/o.ts': 'export const o = 1\n',
  'queries/pair.ts': "import type { Own } from './own.ts'\nexport interface Pair {\n  own: Own | null\n}\n",
  ...Object.fromEntries(
    FLOORS.map((floor, i) => [
      `etl/${floor}/floor.ts`,
      i === 0 ? 'export type Floor = number\n' : `export type { Floor } from '../${FLOORS[i - 1]}/floor.ts'\n`,
    ]),
  ),
  'queries/db/db.ts': 'export const db = 1\n',
  'tests/t.ts': "import { ok } from '#app/ok.ts'\nimport { a } from '#etl/c.ts'\nexport const t = [ok, a]\n",
}

interface Violation {
  rule: { name: string }
  from: string
  to: string
}

let folder: string
let violations: Violation[]

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'import-rules-'))
  for (const file of ['.dependency-cruiser.cjs', 'package.json', 'tsconfig.json']) {
    copyFileSync(path.join(root, file), path.join(folder, file))
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'))
  const files = { ...allowed }
  for (const { file, text } of Object.values(planted).flat()) files[file] = text
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
    writeFileSync(path.join(folder, file), text)
  }
  const cli = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
  const folders = ['app', 'etl', 'queries', 'tests']
  const args = [cli, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...folders]
  const output = execFileSync(process.execPath, args, {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  violations = (JSON.parse(output) as { summary: { violations: Violation[] } }).summary.violations
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('every import rule has a planted violation', () => {
  expect(Object.keys(planted).sort()).toEqual(forbidden.map((rule) => rule.name).sort())
})

for (const [rule, plants] of Object.entries(planted)) {
  for (const { file, to } of plants) {
    test(`the rule ${rule} catches ${file}`, () => {
      const caught = violations.filter((violation) => violation.rule.name === rule && violation.from === file)
      expect(caught.map((violation) => violation.to).join(' ')).toContain(to)
    })
  }
}

test('what the import rules allow breaks none of them', () => {
  const clean = Object.keys(allowed).filter((file) => file !== 'etl/b.ts' && file !== 'queries/pair.ts')
  expect(violations.filter((violation) => clean.includes(violation.from))).toEqual([])
})
