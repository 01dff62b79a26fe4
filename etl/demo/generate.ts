import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { UsageError } from '../errors.ts'
import { makeCenter } from './center.ts'
import { buildNetwork } from './network/build.ts'
import { demoOptions, type DemoOptions } from './options.ts'
import { protocolBook } from './protocols/book.ts'
import { doseLoweredOn, plantedStories, type PlantedStory } from './stories.ts'
import { plantedRejects, type PlantedReject } from './write/blemishes.ts'
import { referenceFiles } from './write/reference.ts'
import { FEEDS, type Feed } from './write/sink.ts'

export { plantedStories, type PlantedStory } from './stories.ts'
export { plantedRejects, type PlantedReject } from './write/blemishes.ts'
export { DEFAULT_DEMO, demoOptions, type DemoOptions } from './options.ts'

export interface DemoProgress {
  centersDone: number
  centers: number
  rows: number
  files: number
}

export interface DemoSummary {
  out: string
  centers: number
  days: number
  /** Exams (accession numbers); `rows` counts each as often as it was handed over. */
  exams: number
  rows: Record<Feed, number>
  files: number
  bytes: number
  stories: PlantedStory[]
  rejects: PlantedReject[]
}

/**
 * Writes the landing files of a synthetic network below `given.out`, and nothing else. The same options write the same
 * bytes. One center is held in memory at a time.
 * @throws UsageError when an option is out of range, or the folder holds files that these options would not write
 */
export async function generateDemo(
  given: Partial<DemoOptions> & { out: string },
  onProgress: (progress: DemoProgress) => void = () => {},
): Promise<DemoSummary> {
  const options = demoOptions({ ...given, out: given.out && resolve(given.out) })
  const centers = buildNetwork(options)
  const doseLowered = doseLoweredOn(options)
  const book = protocolBook(doseLowered)
  const reference = referenceFiles(centers, book, options)
  takeFolder(options.out, reference)
  const summary: DemoSummary = {
    out: options.out,
    centers: options.centers,
    days: options.days,
    exams: 0,
    rows: { exams: 0, scanner_log: 0, ai_results: 0, billing: 0, costs: 0 },
    files: reference.size,
    bytes: 0,
    stories: plantedStories(options),
    rejects: plantedRejects(options),
  }
  for (const [i, center] of centers.entries()) {
    const made = makeCenter(center, book, doseLowered, options)
    summary.exams += made.exams
    summary.files += made.files
    summary.bytes += made.bytes
    for (const feed of FEEDS) summary.rows[feed] += made.rows[feed]
    const rows = FEEDS.reduce((sum, feed) => sum + summary.rows[feed], 0)
    onProgress({ centersDone: i + 1, centers: centers.length, rows, files: summary.files })
    await setImmediate()
  }
  return summary
}

/**
 * Writes the reference files. A folder that holds anything must hold exactly these reference files already: then an
 * earlier run with the same options made it, and its feeds are made anew. Nobody's own files are touched.
 */
function takeFolder(out: string, reference: Map<string, string>): void {
  const folder = join(out, 'reference')
  try {
    if (existsSync(out) && readdirSync(out).length > 0) {
      const ours = [...reference].every(([name, text]) => {
        const path = join(folder, name)
        return existsSync(path) && readFileSync(path, 'utf8') === text
      })
      if (!ours) throw new UsageError(`--out: ${out} holds other files; name a new or an empty folder`)
      for (const feed of FEEDS) rmSync(join(out, feed), { recursive: true, force: true })
    }
    mkdirSync(folder, { recursive: true })
    for (const [name, text] of reference) writeFileSync(join(folder, name), text)
  } catch (error) {
    if (error instanceof UsageError) throw error
    const why = (error as NodeJS.ErrnoException).code ?? 'error'
    throw new UsageError(`--out: cannot write to ${out} (${why}); name a folder that can be written`)
  }
}
