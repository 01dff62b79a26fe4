import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

export interface SourceProfileText {
  name: string
  text: string
}

/** No profile is that long; a larger file is something else that lies there. */
const MOST_CHARACTERS = 200_000

/** Texts of the profiles under `CONTROL_DIR/profiles`, by name; none where the folder is not there. They hold no patient data. */
export async function readSourceProfiles(controlDir: string): Promise<SourceProfileText[]> {
  const folder = path.join(controlDir, 'profiles')
  const names = await readdir(folder).catch(() => [])
  const files = names.filter((name) => name.endsWith('.json') && !name.startsWith('.')).sort()
  const read = await Promise.all(
    files.map(async (file) => ({
      name: file.slice(0, -'.json'.length),
      text: await readFile(path.join(folder, file), 'utf8').catch(() => ''),
    })),
  )
  return read.filter(({ text }) => text !== '' && text.length <= MOST_CHARACTERS)
}
