import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { AppDatabase } from '../app-db/schema.ts'
import { alone } from '../app-db/turns.ts'

// RFC 6238 with what every authenticator knows: SHA-1, 30 seconds, six digits.
const STEP_SECONDS = 30
const DIGITS = 6
/** Clocks differ: the code before and the one after are taken too. */
const STEPS_AROUND = 1
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const RECOVERY_CODES = 10

function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? []).map((five) => BASE32[parseInt(five.padEnd(5, '0'), 2)]).join('')
}

function bytesOf(text: string): Buffer {
  const bits = [...text].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)))
}

/** The code of a 30-second step. */
export function codeAt(secret: string, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const digest = createHmac('sha1', bytesOf(secret)).update(counter).digest()
  const offset = digest[digest.length - 1]! & 0xf
  const number = (digest.readUInt32BE(offset) & 0x7fffffff) % 10 ** DIGITS
  return String(number).padStart(DIGITS, '0')
}

export const stepOf = (now: Date) => Math.floor(now.getTime() / 1000 / STEP_SECONDS)

/** The step whose code it is, of those around now and after the newest that was taken; null where there is none. */
function stepOfCode(secret: string, code: string, lastStep: number, now: Date): number | null {
  const given = Buffer.from(code)
  let found: number | null = null
  for (let step = stepOf(now) - STEPS_AROUND; step <= stepOf(now) + STEPS_AROUND; step += 1) {
    const expected = Buffer.from(codeAt(secret, step))
    if (step > lastStep && given.length === expected.length && timingSafeEqual(given, expected)) found = step
  }
  return found
}

/** Letters and digits of a recovery code in one way, however they were typed. */
const recoveryHash = (userName: string, code: string) =>
  createHash('sha256')
    .update(`${userName}\n${code.toLowerCase().replace(/[^a-z0-9]/g, '')}`)
    .digest('hex')

const factorOf = (db: Kysely<AppDatabase>, userName: string) =>
  db.selectFrom('second_factor').selectAll().where('user_name', '=', userName).executeTakeFirst()

export async function hasSecondFactor(db: Kysely<AppDatabase>, userName: string): Promise<boolean> {
  return ((await factorOf(db, userName))?.confirmed_at ?? null) !== null
}

/** Whether it is a code of now, or a recovery code; either is taken once only. */
export async function codeMatches(
  db: Kysely<AppDatabase>,
  userName: string,
  code: string,
  now = new Date(),
): Promise<boolean> {
  const factor = await factorOf(db, userName)
  if (!factor?.confirmed_at) return false
  const step = stepOfCode(factor.secret, code.replace(/\s/g, ''), factor.last_step, now)
  if (step !== null) {
    const taken = await db
      .updateTable('second_factor')
      .set({ last_step: step })
      .where('user_name', '=', userName)
      .where('last_step', '<', step)
      .executeTakeFirst()
    return Number(taken.numUpdatedRows) === 1
  }
  const recovered = await db
    .updateTable('recovery_code')
    .set({ used_at: now.toISOString() })
    .where('code_hash', '=', recoveryHash(userName, code))
    .where('user_name', '=', userName)
    .where('used_at', 'is', null)
    .executeTakeFirst()
  return Number(recovered.numUpdatedRows) === 1
}

/** A secret for an authenticator, of no use until a code of it has been shown. @returns it, in Base32 */
export async function beginSecondFactor(db: Kysely<AppDatabase>, userName: string): Promise<string> {
  const known = await factorOf(db, userName)
  if (known) return known.secret
  const secret = base32(randomBytes(20))
  await db
    .insertInto('second_factor')
    .values({ user_name: userName, secret, confirmed_at: null, last_step: 0 })
    // Two tabs at once: the first one's secret counts.
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return (await factorOf(db, userName))?.secret ?? secret
}

/** Turns the factor on with a code of its secret. @returns recovery codes, shown this once; null where the code is wrong */
export async function confirmSecondFactor(
  db: Kysely<AppDatabase>,
  userName: string,
  code: string,
  now = new Date(),
): Promise<string[] | null> {
  const factor = await factorOf(db, userName)
  if (!factor || factor.confirmed_at) return null
  const step = stepOfCode(factor.secret, code.replace(/\s/g, ''), factor.last_step, now)
  if (step === null) return null
  const confirmed = await db
    .updateTable('second_factor')
    .set({ confirmed_at: now.toISOString(), last_step: step })
    .where('user_name', '=', userName)
    .where('secret', '=', factor.secret)
    .where('confirmed_at', 'is', null)
    .executeTakeFirst()
  // Of two that confirm it at once, one is shown codes.
  return Number(confirmed.numUpdatedRows) === 1 ? newRecoveryCodes(db, userName) : null
}

/** Ten codes of 120 bits in the place of those before: what is kept of them is a plain hash, which nobody finds out from. */
export async function newRecoveryCodes(db: Kysely<AppDatabase>, userName: string): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, () => base32(randomBytes(15)).toLowerCase())
  const rows = codes.map((code) => ({ code_hash: recoveryHash(userName, code), user_name: userName, used_at: null }))
  await alone(db, 'factors', async (transaction) => {
    await transaction.deleteFrom('recovery_code').where('user_name', '=', userName).execute()
    await transaction.insertInto('recovery_code').values(rows).execute()
  })
  return codes.map((code) => (code.match(/.{6}/g) ?? []).join('-'))
}

/** Signing in by password alone again. */
export async function endSecondFactor(db: Kysely<AppDatabase>, userName: string): Promise<void> {
  await alone(db, 'factors', async (transaction) => {
    await transaction.deleteFrom('recovery_code').where('user_name', '=', userName).execute()
    await transaction.deleteFrom('second_factor').where('user_name', '=', userName).execute()
  })
}

/** What an authenticator reads from a picture. */
export const otpAddress = (userName: string, secret: string) =>
  `otpauth://totp/Isocenter:${encodeURIComponent(userName)}?${new URLSearchParams({ secret, issuer: 'Isocenter' })}`
