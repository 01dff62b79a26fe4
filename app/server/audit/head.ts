import { readFile, rename, writeFile } from 'node:fs/promises'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { AppDatabase } from '../app-db/schema.ts'
import type { Chained } from './chain.ts'

/** Where the chain ended when it was last written to, kept outside the database. */
export const Head = z.object({ seq: z.number().int().min(0), hash: z.string().length(64), at: z.string() })
export type Head = z.output<typeof Head>

const files = new WeakMap<Kysely<AppDatabase>, string>()

/** Says where the end of a database's chain is kept. */
export function keepHeadAt(db: Kysely<AppDatabase>, file: string): void {
  files.set(db, file)
}

/** Null where none has been written yet. @throws where it cannot be read as one */
export async function readHead(file: string): Promise<Head | null> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return null
    throw cause
  })
  return text === null ? null : Head.parse(JSON.parse(text))
}

/** Another process may have gone further meanwhile: the file never goes back. */
export async function writeHead(db: Kysely<AppDatabase>, { seq, hash, at }: Chained): Promise<void> {
  const file = files.get(db)
  if (!file) return
  const known = await readHead(file).catch(() => null)
  if (known && known.seq >= seq) return
  const beside = `${file}.${process.pid}`
  await writeFile(beside, `${JSON.stringify({ seq, hash, at })}\n`, { mode: 0o600 })
  await rename(beside, file)
}
