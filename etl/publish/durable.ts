import { open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Writes a small file so that it is either whole or not there, even when the power goes. */
export async function writeFileDurably(path: string, content: string, mode = 0o644): Promise<void> {
  const temporary = `${path}.tmp`
  const file = await open(temporary, 'w', mode)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(temporary, path)
  await syncPath(dirname(path))
}

/** Forces a file or folder to the disk. */
export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
