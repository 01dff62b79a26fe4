import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { addresses } from '#tests/support/addresses.ts'
import { NODE_VERSIONS, nodeOf } from '#tests/support/node-versions.ts'
import { LANDING, runToEnd, startServer } from './global-setup.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
/** One of each view, and what stands alone. */
const VIEWS = ['overview', 'throughput', 'compliance', 'concordance', 'profitability', 'center', 'plan', 'data']

/** Starts the built dashboard on what a version of Node.js has loaded. */
async function served(node: string, dataDir: string) {
  const env = { ...process.env, DATA_DIR: dataDir, LANDING_DIR: LANDING }
  await runToEnd(['--import', 'tsx', 'etl/cli.ts'], env, node)
  const { server, baseUrl, passwords } = await startServer(env, { node })
  server.removeAllListeners('close')
  const body = new URLSearchParams({ username: 'admin', password: passwords['admin'] ?? '' })
  const signedIn = await fetch(`${baseUrl}/login`, { method: 'POST', body, redirect: 'manual' })
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? ''
  const ask = (address: string, form?: Record<string, string>) =>
    fetch(baseUrl + address, {
      headers: { cookie },
      redirect: 'manual',
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    })
  return { server, ask }
}

test.each(NODE_VERSIONS)(
  'Node.js %s loads, signs in, answers a page of every view and runs a statement',
  async (version) => {
    const folder = mkdtempSync(path.join(tmpdir(), `isocenter-node-${version}-`))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const node = await nodeOf(version, folder)
    expect(execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()).toBe(`v${version}`)
    const { server, ask } = await served(node, path.join(folder, 'data'))
    try {
      for (const [page, address] of addresses().filter(([name]) => VIEWS.includes(name))) {
        const twin = `${address === '/' ? '/index' : address}.json`
        const [html, json] = await Promise.all([ask(address), ask(twin)])
        expect([page, html.status, json.status]).toEqual([page, 200, 200])
        expect([page, (await html.text()).includes('</html>')]).toEqual([page, true])
        expect([page, ((await json.json()) as { snapshot_id: unknown }).snapshot_id]).toEqual([
          page,
          expect.any(String),
        ])
      }
      const ran = await ask('/sql/run', { sql: 'SELECT count(*) > 0 AS any FROM exam' })
      expect(await ran.json()).toMatchObject({ ok: true, result: { rows: [[true]] } })
      const ended = new Promise((resolve) => server.once('close', resolve))
      server.kill('SIGTERM')
      expect(await ended).toBe(0)
    } finally {
      server.kill('SIGKILL')
    }
  },
)

test('production installs none of these, and the recommended version is among them', () => {
  const { engines, dependencies, devDependencies } = JSON.parse(
    readFileSync(path.join(ROOT, 'package.json'), 'utf8'),
  ) as Record<'engines' | 'dependencies' | 'devDependencies', Record<string, string>>
  const all = { ...dependencies, ...devDependencies }
  expect(Object.keys(all).filter((name) => /^node(-linux|-darwin|-win|-bin|$)/.test(name))).toEqual([])
  expect(engines['node']).toBe('>=20.19')
  const [oldest] = NODE_VERSIONS
  expect(oldest.startsWith('20.19.')).toBe(true)
  const recommended = /(\d+) is recommended/.exec(readFileSync(path.join(ROOT, 'README.md'), 'utf8'))?.[1]
  expect(NODE_VERSIONS.some((version) => version.startsWith(`${recommended}.`))).toBe(true)
  expect(readdirSync(path.join(ROOT, 'node_modules')).filter((name) => /^node-(linux|darwin|win)/.test(name))).toEqual(
    [],
  )
})
