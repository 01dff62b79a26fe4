import { useI18n } from '../i18n/use-i18n.ts'

const HOUR = 60
const DAY = 1440

/** Minutes in the unit that a person would use: minutes, hours from two on, days from two on. */
export function useDuration() {
  const { t, format } = useI18n()
  return (minutes: number | null): string => {
    if (minutes === null) return format.minutes(null)
    const size = Math.abs(minutes)
    if (size >= 2 * DAY) return t('flow.age_days', { n: format.minutes(minutes / DAY) })
    if (size >= 2 * HOUR) return t('flow.age_hours', { n: format.minutes(minutes / HOUR) })
    return `${format.minutes(minutes)} ${t('unit.minutes')}`
  }
}
