import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isAbsent } from './compare.ts'
import { readVersioned, type Forgotten, type HistoryRecord } from './record.ts'

export const RUNS = 'runs'

/** A record as it lies there: one that cannot be read has a problem instead. */
export type Listed = { id: string } & ({ record: HistoryRecord; problem: null } | { record: null; problem: unknown })

/** All records, oldest first, also those of runs that are forgotten. */
export async function listRecords(dir: string): Promise<Listed[]> {
  const folder = join(dir, RUNS)
  const names = await readdir(folder).catch((error: unknown) => {
    if (isAbsent(error)) return []
    throw error
  })
  const ids = names.filter((n) => n.endsWith('.json')).map((n) => n.slice(0, -'.json'.length))
  return Promise.all(
    ids.sort().map((id) =>
      readVersioned<HistoryRecord>(join(folder, `${id}.json`), `run ${id}`).then(
        (record): Listed => ({ id, record, problem: null }),
        (problem: unknown): Listed => ({ id, record: null, problem }),
      ),
    ),
  )
}

/** What the records say is to be forgotten, and what this run is told to. */
export function forgottenIn(listed: Listed[], besides: Forgotten): { runs: Set<string>; compactions: Set<string> } {
  const all = [...listed.map(({ record }) => record?.forgets), besides].filter((f) => f !== undefined)
  return { runs: new Set(all.flatMap((f) => f.runs)), compactions: new Set(all.flatMap((f) => f.compactions)) }
}
