import type { LookBack, Period } from '#queries/page/page-types.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { useLeftOut } from './period-line.tsx'

/** What changed lately is compared over, in words, and who has no days before. */
export function useLookBack() {
  const { t, format } = useI18n()
  const centers = useLeftOut()
  const span = ({ from, to }: Period) => t('attention.span', { from: format.day(from), to: format.day(to) })
  return ({ now, before, left_out }: LookBack): string => {
    const changed = t('attention.changed', { now: span(now), before: span(before) })
    return left_out.length === 0 ? changed : `${changed} ${t('attention.begun', { centers: centers(left_out) })}`
  }
}
