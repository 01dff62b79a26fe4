// `npm run lighthouse`: builds, starts a demo, signs in, and has Lighthouse look at each page, on a desktop and on a phone.
import { readFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { ensureBuild } from '#app/server/start/build.js'
import { runToEnd, startServer } from '#tests/e2e/global-setup.ts'
import { addresses } from '#tests/support/addresses.ts'
import { findBrowser } from '#tests/support/browser.js'
import { audit, findLighthouse, FORMS, type Form } from './audit.ts'
import { asMarkdown, asText, shortfalls, type Line } from './targets.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const DOCUMENT = path.join(ROOT, 'docs/performance.md')
const [BEGIN, END] = ['<!-- lighthouse -->', '<!-- /lighthouse -->']

const HELP = `npm run lighthouse [-- options]

Lighthouse on each page of a demo network, as an administrator: performance, accessibility, layout shift.

  --only PAGE        a page by its name (may stand several times), else all
  --form FORM        desktop or mobile, else both
  --write            the table into docs/performance.md
  --base URL         a dashboard that runs already, with --user NAME; its password in LIGHTHOUSE_PASSWORD

Ends with 1 where a page falls short of its targets. Scores of performance fall on a machine that does other work.
`

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    form: { type: 'string' },
    write: { type: 'boolean', default: false },
    base: { type: 'string' },
    user: { type: 'string', default: 'admin' },
    help: { type: 'boolean', default: false },
  },
})

interface Dashboard {
  base: string
  cookie: string
  stop: () => Promise<void>
}

async function signIn(base: string, username: string, password: string): Promise<string> {
  const body = new URLSearchParams({ username, password, next: '/' })
  const answer = await fetch(`${base}/login`, { method: 'POST', body, redirect: 'manual' })
  if (answer.status !== 303) throw new Error(`${username} is not let in (${answer.status})`)
  return answer.headers.get('set-cookie')!.split(';')[0]!
}

/** A demo network of 12 centers with its own data folder, or the dashboard that `--base` names. */
async function dashboard(folder: string): Promise<Dashboard> {
  if (options.base) {
    const cookie = await signIn(options.base, options.user, process.env.LIGHTHOUSE_PASSWORD ?? '')
    return { base: options.base, cookie, stop: () => Promise.resolve() }
  }
  await ensureBuild(ROOT)
  const [landing, data] = [path.join(folder, 'landing'), path.join(folder, 'data')]
  const env = { ...process.env, LANDING_DIR: landing, DATA_DIR: data }
  await runToEnd(['--import', 'tsx', 'etl/demo/cli.ts', '--out', landing, '--files', 'month'], env)
  await runToEnd(['--import', 'tsx', 'etl/cli.ts'], env)
  const { server, baseUrl, passwords } = await startServer(env)
  const stop = async () => {
    server.removeAllListeners('close')
    const ended = new Promise((resolve) => server.once('close', resolve))
    server.kill('SIGTERM')
    await ended
  }
  return { base: baseUrl, cookie: await signIn(baseUrl, 'admin', passwords['admin']!), stop }
}

async function measure(folder: string, chromePath: string): Promise<Line[]> {
  const forms = FORMS.filter((form) => !options.form || form === options.form)
  const pages = addresses().filter(([page]) => !options.only || options.only.includes(page))
  const { base, cookie, stop } = await dashboard(folder)
  try {
    const program = findLighthouse()
    const lines: Line[] = []
    for (const [page, address] of pages)
      for (const form of forms) {
        // The first answer of a page fills what the server keeps: what is measured is the page.
        await fetch(base + address, { headers: { cookie } })
        const line = { page, form, ...(await audit(base + address, form, { program, chromePath, folder, cookie })) }
        lines.push(line)
        console.log(`${page} ${form}: ${line.performance} ${line.accessibility} ${line.cls.toFixed(3)}`)
      }
    return lines
  } finally {
    await stop()
  }
}

const byForm = (lines: Line[], form: Form) => lines.filter((line) => line.form === form)

async function write(lines: Line[]): Promise<void> {
  const text = await readFile(DOCUMENT, 'utf8')
  const [before, rest] = text.split(BEGIN) as [string, string]
  const load = os.loadavg().map((n) => n.toFixed(1))
  const about = `${new Date().toISOString().slice(0, 10)}, ${os.cpus().length} cores, Node ${process.versions.node}, load of the machine at the end ${load.join(' / ')} (1, 5, 15 minutes).`
  const tables = FORMS.filter((form) => byForm(lines, form).length > 0).map((form) => asMarkdown(byForm(lines, form)))
  await writeFile(
    DOCUMENT,
    [before, BEGIN, '\n\n', [about, ...tables].join('\n\n'), '\n\n', END, rest.split(END)[1]].join(''),
  )
}

async function main(): Promise<void> {
  if (options.help) return void process.stdout.write(HELP)
  const chromePath = await findBrowser(ROOT)
  if (!chromePath) throw new Error('No browser could be had. Set CHROME_PATH to a Chromium.')
  const folder = await mkdtemp(path.join(os.tmpdir(), 'isocenter-lighthouse-'))
  try {
    const lines = await measure(folder, chromePath)
    console.log(`\n${asText(lines)}`)
    if (options.write) await write(lines)
    const short = lines.flatMap(shortfalls)
    for (const line of short) console.log(line)
    process.exitCode = short.length > 0 ? 1 : 0
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

await main()
