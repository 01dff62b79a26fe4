import { existsSync } from 'node:fs'
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { syncPath } from '../publish/durable.ts'
import type { Page } from './page.ts'
import type { Source } from './schema.ts'
import type { Session } from './state.ts'

export const folderOf = (landingDir: string, source: Source) =>
  join(landingDir, source.feed, source.center ?? source.id)

/** Removes what a killed run had begun to write. */
export async function sweepParts(landingDir: string, source: Source): Promise<void> {
  const folder = folderOf(landingDir, source)
  if (!existsSync(folder)) return
  for (const name of await readdir(folder)) {
    if (name.startsWith(`.${source.id}.`) && name.endsWith('.part')) await rm(join(folder, name), { force: true })
  }
}

/**
 * Puts a page into the landing folder, whole or not at all: under a name with a dot, which is no data, then in one step under
 * its own. The name is made of the session, the page's number and its content, so that a page that is asked for again after a
 * crash is the same file.
 */
export async function landPage(landingDir: string, source: Source, session: Session, page: Page): Promise<void> {
  const folder = folderOf(landingDir, source)
  const isNew = !existsSync(folder)
  await mkdir(folder, { recursive: true })
  const number = String(session.pages + 1).padStart(6, '0')
  const target = join(folder, `${source.id}.${session.stamp}.${number}-${page.digest}.ndjson`)
  if (existsSync(target)) return
  const part = join(folder, `.${source.id}.${number}.part`)
  const file = await open(part, 'w', 0o640)
  try {
    await file.writeFile(page.text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(part, target)
  await syncPath(folder)
  if (isNew) {
    await syncPath(dirname(folder))
    await syncPath(landingDir)
  }
}
