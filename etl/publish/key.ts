import { createHash, randomBytes } from 'node:crypto'
import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeFileDurably } from './durable.ts'

/** The key of the patient hash: the variable, else the one kept under DATA_DIR, else a new one that is kept there. */
export async function pseudonymKey(dataDir: string, given: string | undefined): Promise<string> {
  if (given) return given
  const path = join(dataDir, 'pseudonym.key')
  if (existsSync(path)) return readFileSync(path, 'utf8').trim()
  const made = randomBytes(32).toString('hex')
  await writeFileDurably(path, `${made}\n`, 0o600)
  chmodSync(path, 0o600)
  return made
}

/** Key of the tags that stand for persons in names of files. A new one only makes known files known under new names. */
export async function nameKey(dataDir: string): Promise<string> {
  const path = join(dataDir, 'file-names.key')
  if (existsSync(path)) return readFileSync(path, 'utf8').trim()
  const made = randomBytes(16).toString('hex')
  await writeFileDurably(path, `${made}\n`, 0o600)
  return made
}

/** Inner and outer pad of HMAC-SHA-256 (RFC 2104) in hexadecimal, for DuckDB, which has no HMAC. */
export function hmacPads(key: string): { ipad: string; opad: string } {
  const bytes = Buffer.from(key, 'utf8')
  const block = Buffer.alloc(64)
  ;(bytes.length > 64 ? createHash('sha256').update(bytes).digest() : bytes).copy(block)
  const padded = (pad: number) => Buffer.from(block.map((b) => b ^ pad)).toString('hex')
  return { ipad: padded(0x36), opad: padded(0x5c) }
}
