import { existsSync, linkSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { measure } from './load.ts'
import type { Options } from './options.ts'

/** A Friday: the night after it is one like most. */
const LAST_DAY = '2026-05-29'

const FEEDS = ['exams', 'scanner_log', 'ai_results', 'billing', 'costs']

/** Folders that the parts share. */
export interface Places {
  dir: string
  /** Landing files of all nights but the last. */
  landing: string
  /** Those of the last night. */
  night: string
  dataDir: string
  tenthLanding: string
  tenthDataDir: string
}

export function places(dir: string): Places {
  const at = (name: string) => path.join(dir, name)
  return {
    dir,
    landing: at('landing'),
    night: at('night'),
    dataDir: at('data'),
    tenthLanding: at('landing-tenth'),
    tenthDataDir: at('data-tenth'),
  }
}

/** Makes the landing files, unless they are there, and puts those of the last night aside. */
export async function makeNetwork(options: Options, { landing, night }: Places): Promise<void> {
  if (existsSync(landing)) return console.log(`Using the landing files in ${landing}.`)
  const { centers, days, seed, files } = options
  // One day more than is loaded: the night.
  const exams = Math.round((options.exams * (days + 1)) / days)
  console.log(
    `Making a network of ${centers} centers, ${days + 1} days and about ${exams.toLocaleString('en-US')} exams.`,
  )
  const figures = { exams, centers, days: days + 1, seed, files, end: LAST_DAY }
  const args = Object.entries(figures).flatMap(([name, value]) => [`--${name}`, String(value)])
  const { seconds } = await measure('etl/demo/cli.ts', ['--out', landing, ...args])
  console.log(`Made in ${seconds.toFixed(1)} s.`)
  for (const file of filesBelow(landing)) if (isOf(file, LAST_DAY)) place(file, landing, night, renameSync)
}

/** Puts the last night's files into a landing folder (as links), or takes them away again. */
export function landNight({ night }: Places, landing: string): void {
  for (const file of filesBelow(night)) place(file, night, landing, linkSync)
}

export function withdrawNight({ night }: Places, landing: string): void {
  for (const file of filesBelow(night)) rmSync(path.join(landing, file), { force: true })
}

/** A landing folder (of links) with the last tenth of the nights. */
export function landTenth(days: number, { landing, tenthLanding }: Places): void {
  rmSync(tenthLanding, { recursive: true, force: true })
  const from = new Date(Date.parse(LAST_DAY) - Math.ceil(days / 10) * 86_400_000).toISOString().slice(0, 10)
  for (const file of filesBelow(landing, [...FEEDS, 'reference'])) {
    if (file.startsWith('reference/') || path.basename(file).slice(0, 10) >= from)
      place(file, landing, tenthLanding, linkSync)
  }
}

const isOf = (file: string, day: string) => path.basename(file).startsWith(day)

/** Paths of the files of a landing folder, below it. */
function filesBelow(root: string, folders = FEEDS): string[] {
  return folders.flatMap((folder) =>
    existsSync(path.join(root, folder))
      ? readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true }).flatMap((entry) =>
          entry.isFile() ? path.relative(root, path.join(entry.parentPath, entry.name)) : [],
        )
      : [],
  )
}

function place(file: string, from: string, to: string, how: (from: string, to: string) => void): void {
  mkdirSync(path.dirname(path.join(to, file)), { recursive: true })
  if (!existsSync(path.join(to, file))) how(path.join(from, file), path.join(to, file))
}
