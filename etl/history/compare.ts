import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { EtlError } from '../errors.ts'
import { checksumLike, sameBytes, type Checksum } from '../publish/checksum.ts'

/** A file below `history/` and what it must be; null where an older program did not record it. */
export interface HistoryFile {
  name: string
  checksum: Checksum | null
}

export interface Damage {
  name: string
  kind: 'missing' | 'changed'
}

/** Files in hand at a time: while one is summed up, the next come from the disk. */
const LANES = 4

/** Files that are not what was recorded of them, in the order in which they were given. Every byte is read. */
export async function damaged(dir: string, files: HistoryFile[]): Promise<Damage[]> {
  const found: (Damage | null)[] = []
  let next = 0
  const lane = async () => {
    for (let i = next++; i < files.length; i = next++) found[i] = await damageOf(dir, files[i]!)
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  return found.filter((damage) => damage !== null)
}

async function damageOf(dir: string, { name, checksum }: HistoryFile): Promise<Damage | null> {
  if (!checksum) return null
  try {
    return sameBytes(await checksumLike(join(dir, name), checksum), checksum) ? null : { name, kind: 'changed' }
  } catch (error) {
    if (isAbsent(error)) return { name, kind: 'missing' }
    throw error
  }
}

/** Files that are not there. Asks the file system of each, and reads none. */
export async function absent(dir: string, files: HistoryFile[]): Promise<Damage[]> {
  const isThere = ({ name }: HistoryFile) =>
    stat(join(dir, name)).then(
      (found) => found.isFile(),
      (error: unknown) => {
        if (isAbsent(error)) return false
        throw error
      },
    )
  const there = await Promise.all(files.map(isThere))
  return files.filter((_, i) => !there[i]).map(({ name }) => ({ name, kind: 'missing' }))
}

export const isAbsent = (error: unknown) => ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')

/** What helps where history is not what it was. `whose` names what is to be put back. */
export const wayBack = (whose: string) =>
  `Put ${whose} back from the backup of DATA_DIR/history, then run again; npm run etl -- verify names all that is wrong. ` +
  'Without a backup: npm run etl -- rebuild --forget-lost goes on without those runs and loads their files again, as far as they are still under LANDING_DIR.'

/** @throws EtlError when there is any */
export function stopAt(damage: Damage[]): void {
  const [first, ...more] = damage
  if (!first) return
  const others = more.length > 0 ? ` (and ${more.length} more)` : ''
  const state = first.kind === 'changed' ? 'is not what its run wrote' : 'is missing'
  throw new EtlError(
    first.kind === 'changed' ? 'etl/history-damaged' : 'etl/history-lost',
    `history/${first.name} ${state}${others}. Nothing was published, the previous snapshot stays. ${wayBack('it')}`,
    { files: damage.map(({ name }) => name) },
  )
}
