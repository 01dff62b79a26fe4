import type { MessageKey } from '../i18n/en.ts'
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

const OF_FEED = /^(going on with|loading|reading history of) (\w+)$/

/** What a run is doing, in the reader's language; as the run says it where the dictionary has no words. */
export function useStepWords(): (step: string) => string {
  const { t, code } = useI18n()
  return (step) => {
    const [, doing, feed] = OF_FEED.exec(step) ?? []
    const key = `doing.${(doing ?? step).replaceAll(' ', '_')}`
    const words = code('doing', key.slice('doing.'.length))
    if (words === key.slice('doing.'.length)) return step
    return feed ? t(key as MessageKey, { feed: code('feed', feed) }) : words
  }
}
