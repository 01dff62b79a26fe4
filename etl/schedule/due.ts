import cron, { type ScheduledTask } from 'node-cron'
import { Zone } from './zone.ts'

const MINUTE = 60_000
/** Offsets of all time zones are multiples of it: an hour of a zone begins at the start of a quarter of UTC. */
const QUARTER = 15 * MINUTE
/** A schedule that is due less often than this has nothing to make up. */
const LOOK_BACK = 400 * 24 * 60 * MINUTE

export interface Schedule {
  cron: string
  timeZone: string
}

const NICKNAMES: Record<string, string> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
}

function matcher(expression: string, timeZone: string): ScheduledTask {
  return cron.createTask(expression, () => undefined, { timezone: timeZone })
}

/** The last of the instants in [from, to), `step` apart, that the expression names; of two with one local time only one counts. */
function lastMatch(task: ScheduledTask, zone: Zone, from: number, to: number, step: number): number | null {
  for (let at = to - step; at >= from; at -= step) if (task.match(new Date(at)) && zone.isTheOne(at)) return at
  return null
}

/**
 * When the schedule was due last, in (`after`, `now`]; null when it was not. node-cron tells only what comes next, so this
 * asks of quarters of an hour whether their hour is named at all, and of the minutes of those that are. Where clocks go forward
 * over a time of a named hour, which node-cron passes over, the schedule is due when they have.
 */
export function lastDue(schedule: Schedule, after: Date, now: Date): Date | null {
  const expression = NICKNAMES[schedule.cron.trim().toLowerCase()] ?? schedule.cron
  const fields = expression.trim().split(/\s+/)
  const hasSeconds = fields.length === 6
  const [hour = '*', ...days] = fields.slice(hasSeconds ? 2 : 1)
  const hours = matcher(['*', hour, ...days].join(' '), schedule.timeZone)
  const exact = matcher(expression, schedule.timeZone)
  // An expression of every hour has its turn soon enough.
  const skipped = hour.startsWith('*') ? null : matcher(expression, 'UTC')
  const zone = new Zone(schedule.timeZone)
  try {
    const step = hasSeconds ? 1000 : MINUTE
    const from = Math.max(after.getTime() + 1, now.getTime() - LOOK_BACK)
    const firstQuarter = Math.floor(from / QUARTER) * QUARTER
    for (let at = Math.floor(now.getTime() / QUARTER) * QUARTER; at >= firstQuarter; at -= QUARTER) {
      const end = Math.min(at + QUARTER, Math.floor(now.getTime() / step) * step + step)
      const found =
        (hours.match(new Date(at)) ? lastMatch(exact, zone, at, end, step) : null) ??
        (skipped && isSkippedBefore(at, zone, skipped, step) ? at : null)
      if (found !== null) return found >= from ? new Date(found) : null
    }
    return null
  } finally {
    for (const task of [hours, exact, skipped]) void task?.destroy()
  }
}

/** Whether clocks went forward at an instant over a local time that is named. `skipped` reads local times as if they were UTC. */
function isSkippedBefore(at: number, zone: Zone, skipped: ScheduledTask, step: number): boolean {
  const local = zone.localAt(at)
  const gap = local - at - (zone.localAt(at - QUARTER) - (at - QUARTER))
  for (let time = local - gap; time < local; time += step) if (skipped.match(new Date(time))) return true
  return false
}
