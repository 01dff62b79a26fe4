import { EtlError, MEMORY_TEXT, safeText } from '../errors.ts'

const DISK_CODES = ['ENOSPC', 'EDQUOT', 'EFBIG']
/** The engine has no codes: its texts end in what the operating system says of these. */
const DISK_TEXT = /no space left on device|disk quota exceeded|file too large/i
const FOLDER_CODES = ['EROFS', 'EACCES', 'EPERM', 'ENOTDIR', 'EEXIST', 'EISDIR', 'ENOENT']

/**
 * What a failure means to the one who runs this: of the disk, of a folder, of memory, or what nobody has expected, with the step in
 * which it came. Paths are those of DATA_DIR or the landing folder and hold nothing of a patient.
 */
export function explained(error: unknown, dataDir: string, step: string): unknown {
  if (error instanceof EtlError || (error as { code?: string }).code?.startsWith('etl/')) return error
  const { code = '', path = dataDir } = error as NodeJS.ErrnoException
  const full = DISK_TEXT.exec(String(error))?.[0].toLowerCase()
  if (DISK_CODES.includes(code) || full)
    return new EtlError(
      'etl/disk-full',
      `the disk of ${dataDir} is full or may hold no more (${code || full}). Free some space or lower SNAPSHOTS_KEPT, then run again.`,
      {},
      { cause: error },
    )
  if (FOLDER_CODES.includes(code))
    return new EtlError(
      'etl/folder-unusable',
      `cannot use ${path} (${code}). It must be a folder or file that this user may read and write; mend it, then run again.`,
      {},
      { cause: error },
    )
  if (MEMORY_TEXT.test(String(error)))
    return new EtlError(
      'etl/out-of-memory',
      `the engine ran out of memory while ${step}. Raise ETL_MEMORY_LIMIT or lower ETL_THREADS, then run again. The previous snapshot stays.`,
      {},
      { cause: error },
    )
  return new EtlError(
    'etl/unexpected',
    `failed while ${step}: ${safeText(error)}. The previous snapshot stays. Run npm run etl again; if it fails again, npm run etl -- verify says whether the data is whole, and this line belongs into a report.`,
    {},
    { cause: error },
  )
}
