import { existsSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import path from 'node:path'
import type { Express } from 'express'
import { accountTable, ensureAccounts } from './accounts.ts'
import { ensureWritable, readConfig, type Config } from './config.ts'
import { AppError, ConfigError } from './errors.ts'
import { createApp } from './http.ts'
import { Metrics } from './metrics.ts'
import { readMapping } from './oidc/mapping.ts'
import { noWayInWarning } from './oidc/no-way-in.ts'
import { clearTextWarning } from './security.ts'
import { closeServices, openServices, type Services } from './services.ts'
import { warmUp } from './warm-up.ts'
import { ofTheDashboard, withoutSecrets } from './start/environment.js'

const BUILD = path.resolve(import.meta.dirname, '../../build')
const STOP_AFTER_MS = 10_000
/** Statements that run then are told to end, so that whoever waits for them hears of it. */
const CANCEL_AFTER_MS = 7_000
/** Bytes: an address may name some thousand centers. */
const LONGEST_HEADERS = 96 * 1024

function listen(app: Express, { port, host }: Config): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer({ maxHeaderSize: LONGEST_HEADERS }, app).listen(port, host, () => resolve(server))
    server.on('error', (cause: NodeJS.ErrnoException) => {
      const why: Record<string, string> = {
        EADDRINUSE: `PORT ${port} is taken on ${host}: stop the program that uses it, or choose another with PORT=…`,
        EACCES: `PORT ${port} is not allowed for this user: choose one above 1023 with PORT=…`,
        EADDRNOTAVAIL: `HOST ${host} is no address of this machine: use 127.0.0.1 or 0.0.0.0`,
        ENOTFOUND: `HOST ${host} is no address of this machine: use 127.0.0.1 or 0.0.0.0`,
      }
      reject(new ConfigError(why[cause.code ?? ''] ?? `Cannot listen on ${host}:${port} (${cause.code}).`, { cause }))
    })
    // Longer than a proxy keeps its connections, so that it never writes into one that has just been closed.
    server.keepAliveTimeout = 65_000
  })
}

/** Answers what is under way, then ends: statements have seven seconds, and whatever is left after ten is cut. */
function stopOnSignal(server: Server, services: Services, drain: () => void, closeOthers: () => Promise<void>) {
  let stopping = false
  const stop = () => {
    if (stopping) return
    stopping = true
    drain()
    setTimeout(() => process.exit(1), STOP_AFTER_MS).unref()
    setTimeout(() => services.sql.cancelAll(), CANCEL_AFTER_MS).unref()
    server.close(() => {
      void (async () => {
        await closeOthers()
        await closeServices(services)
        process.exit(0)
      })()
    })
    // A connection is kept open behind its last answer: it must not keep the server.
    server.closeIdleConnections()
    setInterval(() => server.closeIdleConnections(), 200).unref()
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

/** Demo data offers an account of each role; real data begins with one administrator. */
async function firstAccounts({ config, reader }: Services): Promise<'administrator' | 'roles'> {
  if (config.firstAccounts !== 'auto') return config.firstAccounts
  const snapshot = await reader.current().catch(() => null)
  return snapshot?.is_demo ? 'roles' : 'administrator'
}

async function start(args: string[]): Promise<void> {
  // What it writes is its own user's; secrets of the load are none of its business, whoever began it.
  process.umask(0o077)
  process.env = ofTheDashboard(process.env)
  const dev = args.includes('--dev')
  const resetAccounts = args.includes('--reset-accounts')
  const unknown = args.find((arg) => arg !== '--dev' && arg !== '--reset-accounts')
  if (unknown) throw new ConfigError(`Unknown argument "${unknown}". There are --dev and --reset-accounts.`)
  process.env.NODE_ENV ??= dev ? 'development' : 'production'
  const config = readConfig(process.env)
  // From here on it is in the configuration alone, and in no process that is begun.
  process.env = withoutSecrets(process.env)
  if (config.oidc) await readMapping(config.oidc.mappingFile, config.secondFactorRoles)
  if (!dev && !existsSync(path.join(BUILD, 'server/index.js'))) {
    throw new ConfigError('The dashboard is not built. Run npm run build, or npm start, which does it.')
  }
  await ensureWritable(config.dataDir)
  const services = await openServices(config, { resetAccounts })
  const vite = dev ? await (await import('vite')).createServer({ server: { middlewareMode: true } }) : undefined
  let draining = false
  const metrics = config.metrics.port > 0 ? new Metrics(services) : null
  const app = await createApp({ services, vite, buildFolder: BUILD, isDraining: () => draining, metrics })
  const server = await listen(app, config)
  const metricsServer = await metrics?.listen(config.metrics.port, config.metrics.host)
  // Its processes are there before anybody asks; what this machine does not give them is said once.
  void services.sql.warm()
  for (const { name, active, detail } of services.sql.capabilities()) {
    if (!active) services.log.info({ sandbox: name, active, detail })
  }
  const closeOthers = async () => {
    metricsServer?.close()
    await vite?.close()
  }
  stopOnSignal(server, services, () => (draining = true), closeOthers)
  const warning = clearTextWarning(config)
  if (warning) console.error(warning)
  // After the port is ours: passwords are shown once, and a start that fails must not have used that up.
  const accounts = await ensureAccounts(services.appDb, await firstAccounts(services))
  if (accounts.length > 0) console.log(accountTable(accounts))
  const lockedOut = await noWayInWarning(services.appDb, config.passwordAccounts)
  if (lockedOut) console.error(lockedOut)
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : config.port
  console.log(`Isocenter answers at http://${config.host}:${port}`)
  void warmUp(services.reader, (fault) => services.log.error(fault))
}

start(process.argv.slice(2)).catch((error: unknown) => {
  if (!(error instanceof AppError)) throw error
  process.stderr.write(`${error.message}\n`)
  // A setting has to be mended; a database that is away comes back, and whoever started us may try again.
  process.exit(error instanceof ConfigError ? 2 : 1)
})
