import { PROCEDURES } from '../catalogue/procedures.ts'
import { isoDay } from '../clock.ts'
import { MR_PROTOCOLS } from './mr.ts'
import { LOWERED_DOSE, OTHER_PROTOCOLS } from './other.ts'
import type { Protocol } from './rules.ts'

const EFFECTIVE_FROM = '2020-01-01'

/** Protocols of the procedures that bill contrast agent. */
const CONTRAST = new Set(PROCEDURES.flatMap((p) => (p.contrast && p.protocolCode ? [p.protocolCode] : [])))

/**
 * The network's protocol book. On `doseLowered` two chest protocols get a second version with a lower tube voltage and
 * lower reference levels; null = that day lies outside the demo, and only the first versions exist.
 */
export function protocolBook(doseLowered: number | null): Protocol[] {
  const book: Protocol[] = []
  for (const draft of [...MR_PROTOCOLS, ...OTHER_PROTOCOLS]) {
    const lowered = LOWERED_DOSE[draft.protocol_code as keyof typeof LOWERED_DOSE]
    const ends = lowered && doseLowered !== null
    book.push(edition(draft, 1, EFFECTIVE_FROM, ends ? isoDay(doseLowered - 1) : null))
    if (ends) book.push(edition({ ...draft, ...lowered }, 2, isoDay(doseLowered), null))
  }
  return book
}

/** Keys in the order in which the book is read by people: what it is, when it holds, then the steps. */
function edition(
  draft: Omit<Protocol, 'version' | 'effective_from' | 'effective_to' | 'contrast'>,
  version: number,
  effective_from: string,
  effective_to: string | null,
): Protocol {
  const { protocol_code, name_en, name_zh, modality, body_part, target_minutes, dose_reference, steps } = draft
  const head = { protocol_code, version, name_en, name_zh, modality, body_part, effective_from, effective_to }
  return { ...head, target_minutes, contrast: CONTRAST.has(protocol_code), dose_reference, steps }
}

/** The version in force on a local day; undefined where the book has none. */
export function inForce(book: readonly Protocol[], code: string, day: number): Protocol | undefined {
  const on = isoDay(day)
  let found: Protocol | undefined
  for (const p of book) {
    if (p.protocol_code !== code || p.effective_from > on || (p.effective_to !== null && p.effective_to < on)) continue
    if (!found || p.version > found.version) found = p
  }
  return found
}
