import { execFile, execFileSync } from 'node:child_process'
import { realpathSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'

/** Fetched when it is first asked for and kept by npm: 40 packages that neither the product nor its tests need. */
const LIGHTHOUSE = 'lighthouse@12.8.2'
const CHROME_FLAGS = '--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage'

export const FORMS = ['desktop', 'mobile'] as const
export type Form = (typeof FORMS)[number]

/** Scores are of 100; times in milliseconds. */
export interface Audited {
  performance: number
  accessibility: number
  cls: number
  lcp: number
  tbt: number
  /** Ids of accessibility audits that the page fails. */
  faults: string[]
}

interface Report {
  runtimeError?: { message: string }
  categories: Record<string, { score: number | null; auditRefs: { id: string }[] }>
  audits: Record<string, { score: number | null; scoreDisplayMode: string; numericValue?: number }>
}

/** The program, by its own file: npm is asked once. */
export function findLighthouse(): string {
  const args = ['exec', '--yes', `--package=${LIGHTHOUSE}`, '-c', 'command -v lighthouse']
  return realpathSync(execFileSync('npm', args, { encoding: 'utf8' }).trim())
}

const score = (report: Report, category: string) => Math.round((report.categories[category]?.score ?? 0) * 100)

/** What Lighthouse says of a page, as far as it is promised. @throws what kept it from saying anything */
export function audited(report: Report): Audited {
  if (report.runtimeError) throw new Error(report.runtimeError.message)
  const number = (id: string) => report.audits[id]?.numericValue ?? NaN
  const faults = (report.categories['accessibility']?.auditRefs ?? [])
    .map(({ id }) => id)
    .filter((id) => report.audits[id]?.scoreDisplayMode === 'binary' && report.audits[id]?.score === 0)
  return {
    performance: score(report, 'performance'),
    accessibility: score(report, 'accessibility'),
    cls: number('cumulative-layout-shift'),
    lcp: number('largest-contentful-paint'),
    tbt: number('total-blocking-time'),
    faults,
  }
}

interface Asked {
  program: string
  chromePath: string
  /** A folder of this run alone: the session's cookie is written there. */
  folder: string
  cookie: string
}

/** Opens a page in a browser of its own, signed in. */
export async function audit(url: string, form: Form, { program, chromePath, folder, cookie }: Asked): Promise<Audited> {
  const [headers, out] = [path.join(folder, 'headers.json'), path.join(folder, 'report.json')]
  await writeFile(headers, JSON.stringify({ Cookie: cookie }), { mode: 0o600 })
  const args = [program, url, '--quiet', '--output=json', `--output-path=${out}`, `--extra-headers=${headers}`]
  const what = ['--only-categories=performance,accessibility', `--chrome-flags=${CHROME_FLAGS}`]
  if (form === 'desktop') what.push('--preset=desktop')
  const env = { ...process.env, CHROME_PATH: chromePath }
  await promisify(execFile)(process.execPath, [...args, ...what], { env, timeout: 180_000, maxBuffer: 64e6 })
  const report = JSON.parse(await readFile(out, 'utf8')) as Report
  await rm(out)
  return audited(report)
}
