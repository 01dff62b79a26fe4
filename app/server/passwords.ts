import { randomInt } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'

// Argon2id with OWASP's parameters; on 2 cores about 10 ms.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

// Without letters and digits that look alike in a terminal.
const LETTERS = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** 20 letters and digits, about 115 bits: nobody guesses it, and it can be typed. */
export function generatePassword(): string {
  return Array.from({ length: 20 }, () => LETTERS[randomInt(LETTERS.length)]).join('')
}

export function hashPassword(password: string): Promise<string> {
  return hash(password, COST)
}

let decoy: Promise<string> | undefined

/** UTF-16 units of the longest password that is taken, 200 signs of two: hashing a megabyte would be work for nothing. */
const LONGEST = 400

/** The same work whether the account exists or not, so that the time of an answer names no user. Compared as it was typed, uncut. */
export async function passwordMatches(password: string, storedHash: string | null): Promise<boolean> {
  decoy ??= hashPassword(generatePassword())
  const matches = await verify(storedHash ?? (await decoy), password.length > LONGEST ? '' : password)
  return storedHash !== null && matches
}

const HASHED = /^\$argon2id\$v=(\d+)\$m=(\d+),t=(\d+),p=(\d+)\$/

/** Whether a hash was made by less work than one of today would be, or in another way. */
export function isOutdated(storedHash: string): boolean {
  const [, version, memory, time] = HASHED.exec(storedHash)?.map(Number) ?? []
  return version !== 19 || (memory ?? 0) < COST.memoryCost || (time ?? 0) < COST.timeCost
}
