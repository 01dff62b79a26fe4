import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Children } from '#app/server/start/children.js'
import { ofTheDashboard, ofTheLoad, withoutSecrets } from '#app/server/start/environment.js'

const SECRETS = {
  PSEUDONYM_KEY: 'a key of the load alone',
  SOURCE_C001_TOKEN: 'geheim',
  SOURCE_C001_HOST: 'ris.example',
}
const OF_THE_DASHBOARD = ['OIDC_CLIENT_SECRET', 'APP_DATABASE_URL']
let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'secrets-'))
  for (const [name, value] of Object.entries(SECRETS)) vi.stubEnv(name, value)
  vi.stubEnv('OIDC_CLIENT_SECRET', 'of the dashboard alone')
  vi.stubEnv('APP_DATABASE_URL', 'postgresql://isocenter:geheim@db/isocenter')
  vi.stubEnv('PORT', '3004')
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

/** Names that the environment of a process has which `npm start` keeps running. */
async function environmentOf(env: NodeJS.ProcessEnv): Promise<string[]> {
  const said = path.join(folder, 'said.json')
  const program = path.join(folder, 'child.ts')
  writeFileSync(
    program,
    `import { writeFileSync } from 'node:fs'\nwriteFileSync(${JSON.stringify(said)}, JSON.stringify(Object.keys(process.env)))`,
  )
  const children = new Children()
  const root = path.resolve(import.meta.dirname, '../../../..')
  await new Promise<void>((ended) => children.serve(path.relative(root, program), [], () => ended(), env))
  return JSON.parse(readFileSync(said, 'utf8')) as string[]
}

test('the process that answers the network gets neither the key of the patient hash nor secrets of sources', async () => {
  const names = await environmentOf(ofTheDashboard())
  expect(names).toEqual(expect.arrayContaining(['PORT', ...OF_THE_DASHBOARD]))
  expect(names.filter((name) => name in SECRETS)).toEqual([])
})

test('what loads has them all, and not the secrets of the dashboard: of the identity provider and of the database of accounts', async () => {
  const names = await environmentOf(ofTheLoad())
  expect(names).toEqual(expect.arrayContaining(Object.keys(SECRETS)))
  expect(names.filter((name) => OF_THE_DASHBOARD.includes(name))).toEqual([])
})

test('what installs and builds has none', () => {
  const names = Object.keys(withoutSecrets())
  expect(names.filter((name) => name in SECRETS || OF_THE_DASHBOARD.includes(name))).toEqual([])
})
