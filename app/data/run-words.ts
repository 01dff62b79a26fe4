import type { RunOutcome } from '../operation.ts'
import { useI18n } from '../i18n/use-i18n.ts'

/** Null while the end is not known. */
export function runMinutes(run: RunOutcome): number | null {
  return run.ended_at === null ? null : Math.max(0, Date.parse(run.ended_at) - Date.parse(run.started_at)) / 60_000
}

/** How long a run took, in seconds or minutes. */
export function useDuration(): (run: RunOutcome) => string {
  const { t, format } = useI18n()
  return (run) => {
    const minutes = runMinutes(run)
    if (minutes === null) return '–'
    return minutes < 2
      ? t('run.seconds', { n: format.decimalOne(minutes * 60) })
      : t('run.minutes', { n: format.minutes(minutes) })
  }
}
