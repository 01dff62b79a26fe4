import { EtlError } from '../errors.ts'

const DISK_CODES = ['ENOSPC', 'EDQUOT', 'EFBIG']
/** The engine has no codes: its texts end in what the operating system says of these. */
const DISK_TEXT = /no space left on device|disk quota exceeded|file too large/i
const FOLDER_CODES = ['EROFS', 'EACCES', 'EPERM', 'ENOTDIR', 'EEXIST', 'EISDIR', 'ENOENT']

/**
 * What a failure of the disk or of a folder means to the one who runs this; other failures are given back as they are.
 * Paths are those of DATA_DIR or the landing folder and hold nothing of a patient.
 */
export function explained(error: unknown, dataDir: string): unknown {
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
  return error
}
