/** Which snapshots must stay. */
export interface Retention {
  /** The newest so many stay, for rollback and for permalinks. */
  keep: number
  /** Ids that stay in any case: what is served, and what was served until now, which readers may be about to open. */
  served: string[]
  /** IANA zone in which a month ends: that of the schedule, since nights near midnight lie in another month by UTC. */
  timeZone: string
}

/** Months, the newest one included, whose first snapshot stays: the books as they stood when the month before had closed. */
const MONTHS = 13

/** Start of the run that made a snapshot, from an id such as 20260301T020000123Z-1f2e; null for a name of another kind. */
export function madeAt(id: string): Date | null {
  const at = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z/.exec(id)
  if (!at) return null
  const date = new Date(`${at[1]}-${at[2]}-${at[3]}T${at[4]}:${at[5]}:${at[6]}.${at[7]}Z`)
  return Number.isNaN(date.getTime()) ? null : date
}

/** Months since year 0, in the zone. */
function monthNumber(date: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, year: 'numeric', month: 'numeric' }).formatToParts(date)
  const part = (type: string) => Number(parts.find((p) => p.type === type)?.value)
  return part('year') * 12 + part('month') - 1
}

/**
 * Ids of snapshots that may go, oldest first: all but the newest `keep`, the first of each of the last 13 months, and what
 * is served. Files that no run named are nobody's to remove.
 */
export function dispensable(ids: string[], { keep, served, timeZone }: Retention): string[] {
  const own = ids.filter((id) => madeAt(id) !== null).sort()
  const kept = new Set([...own.slice(-keep), ...served])
  const firstOfMonth = new Map<number, string>()
  for (const id of own) {
    const month = monthNumber(madeAt(id)!, timeZone)
    if (!firstOfMonth.has(month)) firstOfMonth.set(month, id)
  }
  const newest = Math.max(...firstOfMonth.keys())
  for (const [month, id] of firstOfMonth) if (month > newest - MONTHS) kept.add(id)
  return own.filter((id) => !kept.has(id))
}
