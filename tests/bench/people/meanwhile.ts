import { copyFile, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** Runs until its time is over, on rows that nobody can skip: as heavy as the console allows. */
const HEAVIEST = `SELECT count(*), sum(length(a.accession_no) * length(b.accession_no)) FROM main.exam a, main.exam b
  WHERE hash(a.accession_no, b.accession_no) % 7 = 3`

export interface Heavy {
  /** How the statements ended, and how often. */
  ended: Record<string, number>
}

/** One person runs the heaviest statement over and over until the time is over. */
export async function runHeaviest(origin: string, cookie: string, seconds: number): Promise<Heavy> {
  const end = performance.now() + seconds * 1000
  const heavy: Heavy = { ended: {} }
  while (performance.now() < end) {
    const left = AbortSignal.timeout(Math.max(1, Math.ceil(end - performance.now())))
    const ended = await fetch(`${origin}/sql/run`, {
      ...{ method: 'POST', body: new URLSearchParams({ sql: HEAVIEST }), headers: { cookie }, signal: left },
    })
      .then(async (answer) => ((await answer.json()) as { problem?: { code: string } }).problem?.code ?? 'answered')
      .catch(() => 'left running')
    heavy.ended[ended] = (heavy.ended[ended] ?? 0) + 1
  }
  return heavy
}

/**
 * Publishes what is published once more under another name, as a run does at its end: readers let the old file go and keep no
 * answer of it. @returns what takes it back
 */
export async function publishAgain(dataDir: string): Promise<() => Promise<void>> {
  const pointer = path.join(dataDir, 'current.json')
  const before = await readFile(pointer, 'utf8')
  const current = JSON.parse(before) as { file: string; snapshot_id: string }
  const snapshot_id = `${current.snapshot_id}-again`
  const file = `snapshots/snapshot-${snapshot_id}.duckdb`
  const point = async (text: string) => {
    await writeFile(`${pointer}.bench`, text)
    await rename(`${pointer}.bench`, pointer)
  }
  await copyFile(path.join(dataDir, current.file), path.join(dataDir, file))
  await point(JSON.stringify({ ...current, snapshot_id, file, published_at: new Date().toISOString() }))
  return async () => {
    await point(before)
    await rm(path.join(dataDir, file), { force: true })
  }
}
