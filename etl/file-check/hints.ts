import type { Contract } from '../contracts/contract.ts'
import { knownAlias } from './aliases.ts'
import { isJsonLines } from './ndjson.ts'
import { nearest, type Profile } from './profile.ts'
import type { ReportBuilder } from './report.ts'
import type { Encoding } from '../contracts/encodings.ts'
import { DELIMITERS } from './profile-schema.ts'

/** Header names that the contract lacks: what they may stand for. Only where a required column is missing. */
export function hintsOnHeader(cells: string[], contract: Contract, missing: string[], builder: ReportBuilder): void {
  const names = cells.map((n) => n.trim().toLowerCase())
  const double = names.find((n, i) => n !== '' && names.indexOf(n) !== i)
  if (double !== undefined) builder.hint('duplicate_header', { column: double })
  if (missing.length === 0) return
  const known = contract.columns.map((c) => c.name)
  for (const cell of cells.slice(0, 100)) {
    if (known.includes(cell.trim().toLowerCase())) continue
    const meant = knownAlias(contract.feed, cell) ?? nearest(cell, known)
    if (meant) builder.hint('similar_column', { column: cell.trim(), meant })
  }
}

/** Sign that stands most often in the first lines. */
export function guessDelimiter(text: string): keyof typeof DELIMITERS | null {
  const head = text.split('\n', 10).join('\n')
  const counted = (Object.keys(DELIMITERS) as (keyof typeof DELIMITERS)[]).map((name) => ({
    name,
    n: head.split(DELIMITERS[name]).length - 1,
  }))
  const best = counted.sort((a, b) => b.n - a.n)[0]!
  return best.n > 0 ? best.name : null
}

/** What a file that would be rejected whole looks like. */
export interface Look {
  name: string
  /** By its bytes; null where nothing fits. */
  encoding: Encoding | null
  /** Its beginning; null where it could not be decoded. */
  head: string | null
}

/** What may be the matter with a file that would be rejected whole. */
export function hintsOnText({ name, encoding, head }: Look, profile: Profile | null, builder: ReportBuilder): void {
  if (encoding !== builder.report.encoding) builder.hint('encoding', { encoding: encoding ?? '?' })
  if (!profile && !/\.(csv|ndjson)(\.gz)?$/i.test(name)) builder.hint('unknown_format', { name })
  const delimiter = head === null ? null : guessDelimiter(head)
  if (delimiter && delimiter !== (profile?.delimiter ?? 'comma') && !isJsonLines(name))
    builder.hint('delimiter', { delimiter })
  if (!profile) builder.hint('needs_profile')
}
