import { spawn, type ChildProcess } from 'node:child_process'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { BrowserPipe } from './browser-pipe.ts'
import { PrintError } from './print-error.ts'

/** Browsers that run at once; each takes some 300 MB. */
const MOST_BROWSERS = 2
/** Milliseconds from the request to the last byte, waiting included. */
const LIMIT_MS = 45_000

const FLAGS = [
  ...['--headless', '--remote-debugging-pipe', '--no-first-run', '--no-default-browser-check', '--no-proxy-server'],
  ...['--disable-extensions', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  ...['--disable-gpu', '--disable-quic', '--disable-dev-shm-usage', '--disable-breakpad', '--mute-audio'],
]

/** A4 in inches; the style sheet turns it. */
const PAPER = { paperWidth: 8.27, paperHeight: 11.69, printBackground: true, preferCSSPageSize: true }

export interface ToPrint {
  /** An address of this server. */
  url: string
  headers: Record<string, string>
}

interface Options {
  chromePath: string
  /** What the browser becomes where the server runs as root. */
  userId: number
  limitMs?: number
}

const isRoot = process.getuid?.() === 0

/** Waits for the page and its fonts. @returns the status of its document */
async function load(pipe: BrowserPipe, { url, headers }: ToPrint, session: string): Promise<number> {
  const send = (method: string, params = {}) => pipe.send(method, params, session)
  await Promise.all([send('Page.enable'), send('Network.enable')])
  // What is printed is in the document: no script of ours, or of anybody, has to run.
  await send('Emulation.setScriptExecutionDisabled', { value: true })
  await send('Network.setExtraHTTPHeaders', { headers })
  let status = 0
  const loaded = new Promise<void>((resolve) => {
    pipe.listen((method, params) => {
      const { type, response } = params as { type?: string; response?: { status: number } }
      if (method === 'Network.responseReceived' && type === 'Document') status = response?.status ?? 0
      if (method === 'Page.loadEventFired') resolve()
    })
  })
  const { errorText } = await send('Page.navigate', { url })
  if (errorText) throw new Error(`The page to print was not reached: ${String(errorText)}`)
  await loaded
  await send('Runtime.evaluate', { expression: 'document.fonts.ready.then(() => 0)', awaitPromise: true })
  return status
}

/** Makes PDF of our own pages by a Chromium that is started for each: two at once, the next wait. */
export class Printer {
  readonly #options: Options
  #running = 0
  readonly #waiting: (() => void)[] = []

  constructor(options: Options) {
    this.#options = options
  }

  /**
   * The page at an address of ours as PDF; null where the server answers it with anything but 200. A browser that is not wanted
   * any more, or takes too long, is killed.
   * @throws {PrintError} `app/print-late`
   */
  async pdf(page: ToPrint, gone?: AbortSignal): Promise<Buffer | null> {
    const late = AbortSignal.timeout(this.#options.limitMs ?? LIMIT_MS)
    const signal = gone ? AbortSignal.any([gone, late]) : late
    try {
      await this.#turn(signal)
      try {
        return await this.#print(page, signal)
      } finally {
        this.#running -= 1
        this.#waiting.shift()?.()
      }
    } catch (cause) {
      if (signal.aborted) throw new PrintError('app/print-late', { cause })
      throw cause
    }
  }

  async #turn(signal: AbortSignal): Promise<void> {
    while (this.#running >= MOST_BROWSERS) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve)
        signal.addEventListener('abort', () => resolve(), { once: true })
      })
      signal.throwIfAborted()
    }
    this.#running += 1
  }

  async #print(page: ToPrint, signal: AbortSignal): Promise<Buffer | null> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'isocenter-print-'))
    if (isRoot) await chown(folder, this.#options.userId, this.#options.userId)
    const browser = this.#start(folder, new URL(page.url).hostname)
    const ended = new Promise<void>((resolve) => browser.once('close', () => resolve()))
    const kill = () => killTree(browser)
    signal.addEventListener('abort', kill, { once: true })
    try {
      return await askForPdf(browser, page)
    } finally {
      signal.removeEventListener('abort', kill)
      kill()
      await ended
      await rm(folder, { recursive: true, force: true, maxRetries: 3 })
    }
  }

  /** With a profile of its own, no variable of ours, and no host but this server. */
  #start(folder: string, host: string): ChildProcess {
    const { chromePath, userId } = this.#options
    const rules = `MAP * ~NOTFOUND , EXCLUDE ${host.replace(/^\[|\]$/g, '')}`
    const args = [...FLAGS, `--user-data-dir=${folder}`, `--host-resolver-rules=${rules}`]
    return spawn(chromePath, isRoot ? [...args, '--no-sandbox'] : args, {
      cwd: folder,
      env: { NODE_ENV: 'production', PATH: process.env.PATH, HOME: folder, TMPDIR: folder },
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
      detached: true,
      ...(isRoot ? { uid: userId, gid: userId } : {}),
    })
  }
}

/** The browser and the processes that it began. */
function killTree({ pid }: ChildProcess): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ESRCH') throw cause
  }
}

async function askForPdf(browser: ChildProcess, page: ToPrint): Promise<Buffer | null> {
  const pipe = new BrowserPipe(browser.stdio[3] as Writable, browser.stdio[4] as Readable)
  browser.once('error', (cause) => pipe.end(cause))
  browser.once('close', (status) => pipe.end(new Error(`The browser of CHROME_PATH ended with status ${status}`)))
  const { targetId } = await pipe.send('Target.createTarget', { url: 'about:blank' })
  const { sessionId } = await pipe.send('Target.attachToTarget', { targetId, flatten: true })
  const session = String(sessionId)
  if ((await load(pipe, page, session)) !== 200) return null
  const { data } = await pipe.send('Page.printToPDF', { ...PAPER, generateDocumentOutline: true }, session)
  return Buffer.from(String(data), 'base64')
}
