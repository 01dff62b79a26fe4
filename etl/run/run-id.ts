import { randomBytes } from 'node:crypto'
import { madeAt } from '../publish/retention.ts'

/** Id that sorts by time, and behind all that there are even when the clock has jumped back: a millisecond after the last. */
export function newRunId(now: Date, taken: string[]): string {
  const last = taken
    .map((id) => madeAt(id)?.getTime() ?? 0)
    .reduce((most, time) => Math.max(most, time), Number.NEGATIVE_INFINITY)
  const at = new Date(Math.max(now.getTime(), last + 1))
  return `${at.toISOString().replace(/[-:.]/g, '')}-${randomBytes(2).toString('hex')}`
}
