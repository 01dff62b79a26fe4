import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { http, HttpResponse, type JsonBodyType } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, vi } from 'vitest'
import type { Clock } from '#etl/sources/clock.ts'
import type { SourceFetch } from '#etl/sources/fetch-log.ts'
import { hostVariable } from '#etl/config.ts'
import { SourcePass } from '#etl/sources/fetch-source.ts'
import { sourceSchema, type Source } from '#etl/sources/schema.ts'
import { readState, type State } from '#etl/sources/state.ts'
import { temporaryFolder } from '#tests/support/etl.ts'

export const ADDRESS = 'https://ris.example/api/exams'

/** Sets a secret in the environment, with the hosts that it is for. */
export function secret(name: string, value: string, hosts = 'ris.example'): void {
  vi.stubEnv(name, value)
  vi.stubEnv(hostVariable(name), hosts)
}

/** A server that answers only what a test declares; any other request fails the test. */
export function mockServer() {
  const server = setupServer()
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
  afterEach(() => server.resetHandlers())
  afterAll(() => server.close())
  return server
}

/** A clock that moves only by sleeping: no test waits. */
export class TestClock implements Clock {
  readonly slept: number[] = []
  at: number

  constructor(start = '2026-03-05T02:00:00Z') {
    this.at = Date.parse(start)
  }

  now() {
    return this.at
  }

  sleep(ms: number) {
    this.slept.push(ms)
    this.at += ms
    return Promise.resolve()
  }

  random() {
    return 0.5
  }
}

/** A source with its own landing and data folders, asked as often as a test wants. */
export class World {
  readonly landingDir = temporaryFolder()
  readonly dataDir = temporaryFolder()
  readonly clock = new TestClock()
  source: Source

  constructor(declared: Record<string, unknown> = {}) {
    this.source = sourceSchema.parse({ id: 'ris', feed: 'exams', address: ADDRESS, records: '/items', ...declared })
  }

  fetch(): Promise<SourceFetch> {
    return new SourcePass(this, this.source, this.clock).run(null, () => undefined)
  }

  state(): Promise<State> {
    return readState(this.dataDir, this.source)
  }

  get folder(): string {
    return join(this.landingDir, 'exams', this.source.center ?? 'ris')
  }

  /** Names of the landed files, hidden ones too. */
  names(): string[] {
    return existsSync(this.folder) ? readdirSync(this.folder).sort() : []
  }

  /** Landed records, in the order of the files. */
  landed(): Record<string, unknown>[] {
    return this.names().flatMap((name) =>
      readFileSync(join(this.folder, name), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    )
  }
}

/** Records `a…` of which each has changed a minute after the one before. */
export const records = (...names: string[]) =>
  names.map((accession_no, i) => ({ accession_no, updated_at: `2026-03-04T10:0${i}:00Z` }))

type Reply = (url: URL, request: Request) => Response | Promise<Response>

/** Answers each request with the next reply, the last one again and again, and keeps what was asked. */
export function replies(address: string, ...list: Reply[]) {
  const asked: URL[] = []
  const handler = http.all(address, ({ request }) => {
    const url = new URL(request.url)
    asked.push(url)
    return list[Math.min(asked.length, list.length) - 1]!(url, request)
  })
  return { asked, handler }
}

export const json = (body: JsonBodyType, init?: { status?: number; headers?: Record<string, string> }) => () =>
  HttpResponse.json(body, init) as Response

export const failing =
  (status: number, headers: Record<string, string> = {}) =>
  () =>
    new HttpResponse('Li Ming 13800001111', { status, headers }) as Response
