import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { TestProject } from 'vitest/node'
import { ensureBuild } from '#app/server/start/build.js'
import { findBrowser } from '../support/browser.js'

const ROOT = path.resolve(import.meta.dirname, '../..')
export const LANDING = path.join(ROOT, 'tests/fixtures/network/landing')

declare module 'vitest' {
  interface ProvidedContext {
    baseUrl: string
    dataDir: string
    chromePath: string
    /** User name to password, as the first start printed them. */
    passwords: Record<string, string>
  }
}

export function runToEnd(args: string[], env: NodeJS.ProcessEnv, node = process.execPath): Promise<void> {
  const child = spawn(node, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (output += chunk))
  return new Promise((resolve, reject) => {
    child.on('close', (status) => (status === 0 ? resolve() : reject(new Error(`${args.join(' ')}: ${output}`))))
  })
}

export interface Started {
  server: ChildProcess
  baseUrl: string
  passwords: Record<string, string>
}

/**
 * Starts the built dashboard and reads from its output what a person would read.
 * @param port 0: any that is free
 */
export function startServer(
  env: NodeJS.ProcessEnv,
  { node = process.execPath, port = 0 }: { node?: string; port?: number } = {},
): Promise<Started> {
  const server = spawn(node, ['--import', 'tsx', 'app/server/main.ts'], {
    cwd: ROOT,
    // An account of each role, as a demo has: the tests sign in as each.
    env: { FIRST_ACCOUNTS: 'roles', ...env, PORT: String(port), NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const passwords: Record<string, string> = {}
  return new Promise((resolve, reject) => {
    createInterface({ input: server.stdout }).on('line', (line) => {
      const account = /^ {2}(executive|manager|qa|analyst|admin) +(\w{20})$/.exec(line)
      if (account?.[1] && account[2]) passwords[account[1]] = account[2]
      const address = /answers at (http:\S+)/.exec(line)
      if (address?.[1]) resolve({ server, baseUrl: address[1], passwords })
    })
    server.on('close', (status) => reject(new Error(`The dashboard ended with status ${status}`)))
  })
}

/** The fixture with known answers; for the README's pictures a demo network, which is larger. */
async function landingFolder(dataDir: string): Promise<string> {
  if (process.env.UPDATE_SCREENSHOTS !== '1') return LANDING
  const out = path.join(dataDir, 'made')
  await runToEnd(['--import', 'tsx', 'etl/demo/cli.ts', '--out', out, '--centers', '12', '--days', '120'], process.env)
  return out
}

/** A built dashboard on real files: what the tests see is what people see. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const chromePath = await findBrowser(ROOT)
  if (!chromePath) throw new Error('No browser could be had. Set CHROME_PATH to a Chromium.')
  await ensureBuild(ROOT)
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'isocenter-e2e-'))
  const landing = await landingFolder(dataDir)
  const env = { ...process.env, DATA_DIR: dataDir, LANDING_DIR: landing, CHROME_PATH: chromePath }
  await runToEnd(['--import', 'tsx', 'etl/cli.ts'], env)
  const { server, baseUrl, passwords } = await startServer(env)
  project.provide('baseUrl', baseUrl)
  project.provide('dataDir', dataDir)
  project.provide('chromePath', chromePath)
  project.provide('passwords', passwords)
  return async () => {
    server.removeAllListeners('close')
    const ended = new Promise((resolve) => server.once('close', resolve))
    server.kill('SIGTERM')
    await ended
    await rm(dataDir, { recursive: true, force: true })
  }
}
