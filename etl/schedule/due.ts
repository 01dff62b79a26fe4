import cron, { type ScheduledTask } from 'node-cron'

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

/** The last of the instants in [from, to), `step` apart, that the expression names. */
function lastMatch(task: ScheduledTask, from: number, to: number, step: number): number | null {
  for (let at = to - step; at >= from; at -= step) if (task.match(new Date(at))) return at
  return null
}

/**
 * When the schedule was due last, in (`after`, `now`]; null when it was not. node-cron tells only what comes next, so this
 * asks of quarters of an hour whether their hour is named at all, and of the minutes of those that are.
 */
export function lastDue(schedule: Schedule, after: Date, now: Date): Date | null {
  const expression = NICKNAMES[schedule.cron.trim().toLowerCase()] ?? schedule.cron
  const fields = expression.trim().split(/\s+/)
  const hasSeconds = fields.length === 6
  const [hour, ...days] = fields.slice(hasSeconds ? 2 : 1)
  const hours = matcher(['*', hour, ...days].join(' '), schedule.timeZone)
  const exact = matcher(expression, schedule.timeZone)
  try {
    const step = hasSeconds ? 1000 : MINUTE
    const from = Math.max(after.getTime() + 1, now.getTime() - LOOK_BACK)
    const firstQuarter = Math.floor(from / QUARTER) * QUARTER
    for (let at = Math.floor(now.getTime() / QUARTER) * QUARTER; at >= firstQuarter; at -= QUARTER) {
      if (!hours.match(new Date(at))) continue
      const end = Math.min(at + QUARTER, Math.floor(now.getTime() / step) * step + step)
      const found = lastMatch(exact, at, end, step)
      if (found !== null) return found >= from ? new Date(found) : null
    }
    return null
  } finally {
    void hours.destroy()
    void exact.destroy()
  }
}
