import { createHash } from 'node:crypto'

/** One entry of the trail without its place in the chain. */
export interface Link {
  seq: number
  at: string
  kind: string
  user_name: string | null
  client_ip: string | null
  detail: string | null
}

export type Chained = Link & { previous_hash: string; hash: string }

/** What the first entry of all stands behind. */
export const FIRST_HASH = '0'.repeat(64)

/** SHA-256 over everything that an entry says and over the hash of the one before it, in hexadecimal. */
export function hashOf({ seq, at, kind, user_name, client_ip, detail }: Link, previousHash: string): string {
  const said = JSON.stringify([seq, at, kind, user_name, client_ip, detail, previousHash])
  return createHash('sha256').update(said).digest('hex')
}

/** The entry behind another. */
export const chained = (link: Link, previousHash: string): Chained => ({
  ...link,
  previous_hash: previousHash,
  hash: hashOf(link, previousHash),
})
