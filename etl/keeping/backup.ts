import { constants, existsSync } from 'node:fs'
import { chmod, copyFile, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import type { Config } from '../config.ts'
import { PROFILES_FOLDER, REFERENCE_FOLDER, SOURCES_NAME } from '../contracts/index.ts'
import { EtlError, UsageError } from '../errors.ts'
import { History } from '../history/history.ts'
import { checksumLike, sameBytes, type Checksum } from '../publish/checksum.ts'
import { syncPath, writeFileDurably } from '../publish/durable.ts'
import { readPointer, type Pointer } from '../publish/pointer.ts'

export interface BackupOptions {
  /** Copies the keys of hashes and of names of files too; without it that of the patient hash must be kept elsewhere. */
  withKey: boolean
  /** Copies the served snapshot and the pointer too, so that a restored folder serves at once. */
  withSnapshot: boolean
}

export interface Backup {
  runs: number
  files_copied: number
  files_kept: number
}

/** File by which a folder is known as a backup. */
const MARK = 'isocenter-backup.txt'

/** Keys of the hashes of patients and staff, and of the tags in names of files. */
const KEYS = ['pseudonym.key', 'file-names.key']

/** How often a compaction may come in between. */
const ATTEMPTS = 5

/**
 * Copies history (and what the options name) into a folder that a restore can start from, also while a run lasts. Files
 * never change, so a folder that holds an older backup gets only what is new. Every copy is compared with the checksum that
 * its run recorded: a damaged file ends the command before it replaces anything.
 */
export async function backup(config: Config, target: string, options: BackupOptions): Promise<Backup> {
  const folder = resolve(target)
  for (const own of [config.dataDir, config.landingDir, config.controlDir]) {
    if (!relative(own, folder).startsWith('..'))
      throw new UsageError(`backup needs a folder outside of ${own}: another disk, best of all.`)
  }
  await claim(folder)
  // Read first: the run that published it is in the history that is read next.
  const pointer = options.withSnapshot ? await readPointer(config.dataDir) : null
  const done = await backupHistory(config, folder)
  if (pointer) await backupSnapshot(config, folder, pointer)
  if (options.withKey) await backupKeys(config, folder)
  const runs = join(config.dataDir, 'runs.ndjson')
  if (existsSync(runs)) await copyDurably(runs, join(folder, 'runs.ndjson'))
  await backupControl(config, folder)
  return done
}

/** Takes an empty folder or an earlier backup: what a compaction replaced is removed there, and nothing of anybody else's. */
async function claim(folder: string): Promise<void> {
  const mark = join(folder, MARK)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if (existsSync(mark)) return
  if ((await readdir(folder)).length > 0)
    throw new UsageError(`${folder} is not empty and holds no earlier backup. Name another folder.`)
  await writeFileDurably(mark, 'Backup of Isocenter; see docs/operations.md, Restore.\n')
}

async function backupHistory(config: Config, folder: string): Promise<Backup> {
  for (let attempt = 1; ; attempt++) {
    const history = new History(config.dataDir)
    const before = await compactedText(history)
    const records = await history.records()
    if (records.length === 0) throw new UsageError(`there is nothing in ${history.dir} to back up yet.`)
    try {
      const counts = await copyFiles(history, folder)
      if (before === (await compactedText(history))) {
        await copyRecords(history, folder, before)
        return { runs: records.length, ...counts }
      }
    } catch (error) {
      // A compaction that ended meanwhile took files away: their rows are in others now.
      const gone = (error as NodeJS.ErrnoException).code === 'ENOENT' && before !== (await compactedText(history))
      if (!gone || attempt === ATTEMPTS) throw error
    }
  }
}

const compactedText = (history: History) => readFile(join(history.dir, 'compacted.json'), 'utf8').catch(() => null)

async function copyFiles(history: History, folder: string): Promise<{ files_copied: number; files_kept: number }> {
  const counts = { files_copied: 0, files_kept: 0 }
  for (const { name, checksum } of [...(await history.contents()).values()].flat()) {
    const target = join(folder, 'history', name)
    if (existsSync(target) && (!checksum || sameBytes(await checksumLike(target, checksum), checksum)))
      counts.files_kept++
    else {
      await copyDurably(join(history.dir, name), target, checksum)
      counts.files_copied++
    }
  }
  return counts
}

/** Records last, and the compaction before them: whatever a broken-off backup leaves can be restored from. */
async function copyRecords(history: History, folder: string, compacted: string | null): Promise<void> {
  const target = join(folder, 'history')
  await mkdir(join(target, 'runs'), { recursive: true })
  if (compacted !== null) await writeFileDurably(join(target, 'compacted.json'), compacted)
  for (const { run_id: id } of await history.records()) {
    const name = join('runs', `${id}.json`)
    if (!existsSync(join(target, name))) await copyDurably(join(history.dir, name), join(target, name))
  }
  await new History(folder).sweep()
}

async function backupSnapshot(config: Config, folder: string, pointer: Pointer): Promise<void> {
  const records = await new History(config.dataDir).records()
  const checksum = records.find((r) => r.snapshot_id === pointer.snapshot_id)?.snapshot ?? null
  const target = join(folder, pointer.file)
  if (!existsSync(target)) await copyDurably(join(config.dataDir, pointer.file), target, checksum)
  await writeFileDurably(join(folder, 'current.json'), `${JSON.stringify(pointer, null, 2)}\n`)
  // The one before it is of no use beside history.
  for (const name of await readdir(dirname(target)))
    if (join(dirname(target), name) !== target) await rm(join(dirname(target), name), { force: true })
}

async function backupKeys(config: Config, folder: string): Promise<void> {
  for (const name of KEYS) {
    const path = join(config.dataDir, name)
    if (!existsSync(path)) continue
    const target = join(folder, name)
    await copyDurably(path, target)
    await chmod(target, 0o600)
  }
}

/** What steers loading and lies in CONTROL_DIR: reference data, profiles, declared sources. */
async function backupControl(config: Config, folder: string): Promise<void> {
  for (const name of [REFERENCE_FOLDER, PROFILES_FOLDER]) {
    const source = join(config.controlDir, name)
    if (!existsSync(source)) continue
    for (const entry of await readdir(source, { withFileTypes: true }))
      if (entry.isFile()) await copyDurably(join(source, entry.name), join(folder, name, entry.name))
  }
  const sources = join(config.controlDir, SOURCES_NAME)
  if (existsSync(sources)) await copyDurably(sources, join(folder, SOURCES_NAME))
}

/** Copies a file so that it is either whole or not there, and is what it must be. */
async function copyDurably(source: string, target: string, checksum: Checksum | null = null): Promise<void> {
  const temporary = `${target}.tmp`
  await mkdir(dirname(target), { recursive: true })
  await copyFile(source, temporary, constants.COPYFILE_FICLONE)
  if (checksum && !sameBytes(await checksumLike(temporary, checksum), checksum)) {
    await rm(temporary, { force: true })
    throw new EtlError(
      'etl/backup-damaged',
      `${source} is not what its run wrote, so it was not copied over the backup. npm run etl -- verify tells what else is wrong.`,
    )
  }
  await syncPath(temporary)
  await rename(temporary, target)
  await syncPath(dirname(target))
}
