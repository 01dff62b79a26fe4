import { createHash, randomBytes } from 'node:crypto'

/** 256 bits that nobody guesses, as they stand in addresses and headers. */
export const newKey = (): string => randomBytes(32).toString('base64url')

/** What is kept of a key: a stolen database opens nothing. */
export const keyHash = (key: string): string => createHash('sha256').update(key).digest('hex')
