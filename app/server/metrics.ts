import { createServer, type Server } from 'node:http'
import type { RequestHandler } from 'express'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import { ConfigError } from './errors.ts'
import { routeOf } from './requests.ts'
import type { Services } from './services.ts'

type Watched = Pick<Services, 'sql' | 'reader'>

/** Seconds: pages answer within 150 ms, statements may take their limit. */
const BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** What Prometheus reads, on a port of its own: no address of the dashboard leads to it. Figures name no person and no exam. */
export class Metrics {
  readonly #registry = new Registry()
  readonly #requests: Histogram<'method' | 'route' | 'status'>

  constructor({ sql, reader }: Watched) {
    const registers = [this.#registry]
    collectDefaultMetrics({ register: this.#registry })
    this.#requests = new Histogram({
      name: 'isocenter_http_request_seconds',
      help: 'Time to the last byte of an answer, by method, route and status',
      labelNames: ['method', 'route', 'status'],
      buckets: BUCKETS,
      registers,
    })
    const statements = new Counter({
      name: 'isocenter_sql_statements_total',
      help: 'Statements of the console that have ended, by kind and outcome',
      labelNames: ['kind', 'outcome'],
      registers,
    })
    sql.onFinished(({ kind, outcome }) => statements.inc({ kind, outcome }))
    new Gauge({
      name: 'isocenter_sql_statements',
      help: 'Statements that run or wait now',
      labelNames: ['state'],
      registers,
      collect() {
        const { running, waiting } = sql.status()
        this.set({ state: 'running' }, running)
        this.set({ state: 'waiting' }, waiting)
      },
    })
    new Gauge({
      name: 'isocenter_snapshot_age_seconds',
      help: 'Age of the snapshot that is served; none while nothing is',
      registers,
      async collect() {
        const snapshot = await reader.current().catch(() => null)
        if (snapshot) this.set((Date.now() - Date.parse(snapshot.published_at)) / 1000)
        else this.reset()
      },
    })
  }

  /** Counts the answers of the routes behind it. */
  readonly watch: RequestHandler = (request, response, next) => {
    const { method } = request
    const route = routeOf(request)
    const end = this.#requests.startTimer()
    response.on('close', () => end({ method, route, status: String(response.statusCode) }))
    next()
  }

  /** @throws {ConfigError} where the port cannot be had */
  listen(port: number, host: string): Promise<Server> {
    const server = createServer((request, response) => {
      void (async () => {
        if (request.method !== 'GET' || request.url !== '/metrics') return void response.writeHead(404).end()
        response.setHeader('Content-Type', this.#registry.contentType)
        response.end(await this.#registry.metrics())
      })().catch(() => response.writeHead(500).end())
    })
    return new Promise((resolve, reject) => {
      server.on('error', (cause: NodeJS.ErrnoException) =>
        reject(
          new ConfigError(`METRICS_PORT ${port} cannot be had on ${host} (${cause.code}). Choose another.`, { cause }),
        ),
      )
      server.listen(port, host, () => resolve(server))
    })
  }
}
