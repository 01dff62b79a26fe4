import { useRouteLoaderData } from '@remix-run/react'
import type { Happening } from '#queries/page/happenings.ts'
import { useI18n } from '../../i18n/use-i18n.ts'
import { SHELL_ROUTE, type ShellState } from '../../shell/shell-data.ts'

/** A day on which something happened, in words: drawn as a line across a chart over time. */
export interface DayMark {
  day: string
  title: string
}

/** So many things of one day are named; the rest are counted. */
const NAMED = 3

function useWords() {
  const { t, code, name } = useI18n()
  return (one: Happening): string => {
    switch (one.kind) {
      case 'holiday':
        return code('holiday', one.name)
      case 'protocol_version':
        return t('happening.protocol_version', { protocol: one.protocol_code, version: one.version })
      case 'intervention':
        return [name(one), one.center_code].filter(Boolean).join(' ')
    }
  }
}

/** What happened on the days of a chart: holidays, new protocol versions, named changes; a mark for each day. */
export function useHappenings(days: string[]): DayMark[] {
  const { t, format } = useI18n()
  const words = useWords()
  const shell = useRouteLoaderData<ShellState>(SHELL_ROUTE)
  const [first, last] = [days[0], days.at(-1)]
  if (!first || !last) return []
  const byDay = new Map<string, string[]>()
  for (const one of shell?.happenings ?? [])
    if (one.day >= first && one.day <= last) byDay.set(one.day, [...(byDay.get(one.day) ?? []), words(one)])
  return [...byDay].map(([day, all]) => {
    const more = all.length - NAMED
    const named = [...all.slice(0, NAMED), ...(more > 0 ? [t('filter.more', { n: format.count(more) })] : [])]
    return { day, title: `${format.day(day)}: ${named.join(t('list.separator'))}` }
  })
}

/** The same in words, for paper and for those who do not point at lines. */
export function HappeningsNote({ marks }: { marks: DayMark[] }) {
  const { t } = useI18n()
  if (marks.length === 0) return null
  return (
    <p className="mt-1 text-xs text-muted" data-happenings={marks.length}>
      <span aria-hidden className="mr-1.5 inline-block h-3 border-l-2 border-dotted border-series-4 align-middle" />
      {t('happening.note', { happenings: marks.map(({ title }) => title).join(t('list.semicolon')) })}
    </p>
  )
}
