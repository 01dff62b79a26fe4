import { createHash } from 'node:crypto'
import { DEFAULT_TIME_ZONE } from './write.ts'
import type { Reference } from './types.ts'

const hash = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex')

/** SHA-256 of the parsed content: a file that is rewritten with the same rows in another order changes nothing. */
export function referenceFingerprint(reference: Reference): string {
  const sorted = Object.keys(reference)
    .sort()
    .map((name) => [name, reference[name as keyof Reference].map((row) => JSON.stringify(row)).sort()])
  return hash(sorted)
}

/**
 * For each center what decides whether feed rows are valid and how local times read: its time zone and its scanners.
 * Only centers whose entry changed need their rows resolved anew.
 */
export function identityFingerprint(reference: Reference): Map<string, string> {
  const scanners = new Map<string, string[]>()
  for (const { scanner_id: id, center_code: center } of reference.scanners) {
    scanners.set(center, [...(scanners.get(center) ?? []), id])
  }
  return new Map(
    reference.centers.map(({ center_code: code, time_zone: zone }) => [
      code,
      hash([code, zone ?? DEFAULT_TIME_ZONE, (scanners.get(code) ?? []).sort()]),
    ]),
  )
}
