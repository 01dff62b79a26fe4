import { createHash, createHmac, randomBytes } from 'node:crypto'
import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '../errors.ts'
import { writeFileDurably } from './durable.ts'

/** What history says of the key by which its patients were hashed. */
export interface KnownKey {
  /** Whether anything was hashed yet: then no new key is made. */
  hasHistory: boolean
  /** Null where only older programs have written history. */
  fingerprint: string | null
}

const LEAST_CHARACTERS = 16
const FILE = 'pseudonym.key'

export const keyPath = (dataDir: string) => join(dataDir, FILE)

/**
 * The key of the patient hash: the variable, else the one kept under DATA_DIR, else, where there is no history yet, a new one
 * that is kept there.
 *
 * @throws UsageError `etl/key-unusable`, `etl/key-missing`, `etl/key-other`: exit status 2
 */
export async function pseudonymKey(dataDir: string, given: string | undefined, known: KnownKey): Promise<string> {
  const key = given ? usable(given, 'PSEUDONYM_KEY') : (keptKey(dataDir) ?? (await newKey(dataDir, known)))
  if (known.fingerprint === null || known.fingerprint === keyFingerprint(key)) return key
  throw refused(
    'etl/key-other',
    `${given ? 'PSEUDONYM_KEY' : keyPath(dataDir)} is not the key by which the patients of this history were hashed: every patient would ` +
      'count twice from now on. Nothing was changed. Put the former key back from its backup (the variable PSEUDONYM_KEY goes before the file). ' +
      NEW_KEY,
  )
}

/** The key in its file; null when there is no file. */
export function keptKey(dataDir: string): string | null {
  const path = keyPath(dataDir)
  return existsSync(path) ? usable(readFileSync(path, 'utf8').trim(), path) : null
}

async function newKey(dataDir: string, { hasHistory }: KnownKey): Promise<string> {
  const path = keyPath(dataDir)
  if (hasHistory)
    throw refused(
      'etl/key-missing',
      `${path} is not there and PSEUDONYM_KEY is not set, though there is history: with a new key every patient would count twice. ` +
        `Nothing was changed. Put the key back from its backup, then run again. ${NEW_KEY}`,
    )
  const made = randomBytes(32).toString('hex')
  await writeFileDurably(path, `${made}\n`, 0o600)
  chmodSync(path, 0o600)
  return made
}

/**
 * Key of the tags that stand for persons in names of files. A new one only makes known files known under new names; so one that was
 * lost or cut short is made anew, for tags by a short key could be guessed.
 */
export async function nameKey(dataDir: string): Promise<string> {
  const path = join(dataDir, 'file-names.key')
  const kept = existsSync(path) ? readFileSync(path, 'utf8').trim() : ''
  if (kept.length >= LEAST_CHARACTERS) return kept
  const made = randomBytes(16).toString('hex')
  await writeFileDurably(path, `${made}\n`, 0o600)
  return made
}

const NEW_KEY =
  'If it is lost for good: npm run etl -- rebuild --new-key forgets the history and loads all files under LANDING_DIR with a new key.'

function usable(key: string, where: string): string {
  if (key.trim().length >= LEAST_CHARACTERS) return key
  throw refused(
    'etl/key-unusable',
    `${where} holds a key of ${key.trim().length} characters, fewer than ${LEAST_CHARACTERS}: too short to keep patients apart from their hashes. ` +
      'Put the key back from its backup, then run again.',
  )
}

const refused = (code: `etl/key-${string}`, message: string) => new UsageError(message, {}, code)

/**
 * By which a key is known again and from which it cannot be told: an HMAC under the key, of words that no patient's hash is
 * made of (those begin with a number), hashed once more so that it is no hash of anything that was keyed.
 */
export function keyFingerprint(key: string): string {
  const derived = createHmac('sha256', key).update('isocenter: fingerprint of the key').digest()
  return createHash('sha256').update(derived).digest('hex').slice(0, 32)
}

/** Inner and outer pad of HMAC-SHA-256 (RFC 2104) in hexadecimal, for DuckDB, which has no HMAC. */
export function hmacPads(key: string): { ipad: string; opad: string } {
  const bytes = Buffer.from(key, 'utf8')
  const block = Buffer.alloc(64)
  ;(bytes.length > 64 ? createHash('sha256').update(bytes).digest() : bytes).copy(block)
  const padded = (pad: number) => Buffer.from(block.map((b) => b ^ pad)).toString('hex')
  return { ipad: padded(0x36), opad: padded(0x5c) }
}
