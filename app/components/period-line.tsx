import type { Filters, LeftOut } from '#queries/page/page-types.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { lastDayOf } from '../periods.ts'

/** So many centers are named; the rest are counted. */
const NAMED = 8

/** Names of centers that stand in no comparison; of many the first few. */
export function useLeftOut() {
  const { t, format, name } = useI18n()
  return (rows: LeftOut[]) => {
    const named = rows.slice(0, NAMED).map((row) => `${name(row)} ${row.center_code}`)
    const more = rows.length - named.length
    return [...named, ...(more > 0 ? [t('comparison.more', { n: format.count(more) })] : [])].join(t('list.separator'))
  }
}

/** What a reader must know of the comparison: why there is none, who is left out, which holidays differ. */
function useNotes(filters: Filters): string[] {
  const { t, format, code } = useI18n()
  const centers = useLeftOut()
  const { kind, holidays, working_days, left_out, closed_centers } = filters.comparison
  if (kind === 'none') return []
  const months = closed_centers !== null
  if (filters.previous_data !== 'complete')
    return [months ? t('comparison.no_months_in_both') : t('comparison.not_whole')]
  const of = (why: LeftOut['why']) => left_out.filter((row) => row.why === why)
  const note = (key: 'comparison.began' | 'comparison.not_closed', rows: LeftOut[]) =>
    rows.length > 0 ? [t(key, { centers: centers(rows) })] : []
  return [
    ...(months && left_out.length > 0 ? [t('comparison.closed', { n: format.count(closed_centers) })] : []),
    ...note('comparison.began', of('began')),
    ...note('comparison.not_closed', of('not_closed')),
    ...holidays.map((h) =>
      t('comparison.holiday', {
        name: code('holiday', h.name),
        current: format.count(h.current),
        previous: format.count(h.previous),
      }),
    ),
    ...(working_days
      ? [
          t('comparison.working_days', {
            change: format.signedShare(working_days.change_share),
            current: format.count(working_days.working_days.current),
            previous: format.count(working_days.working_days.previous),
          }),
        ]
      : []),
  ]
}

/** The applied period in words, last day included, the one that it is compared with, and what that comparison rests on. */
export function PeriodLine({ filters }: { filters: Filters }) {
  const { t, format, code, metric } = useI18n()
  const span = (from: string, to: string) => t('period.span', { from: format.day(from), to: format.day(lastDayOf(to)) })
  const { kind, aligned } = filters.comparison
  const { from, to } = filters.basis ?? filters
  const period = span(from, to)
  const isPart = from !== filters.from || to !== filters.to
  const notes = useNotes(filters)
  // What stands beside figures that follow the filter says so itself.
  const isApplied = filters.ignored.every((name) => filters[name].length > 0)
  return (
    <div className="text-muted" data-comparison={kind}>
      <p>
        {kind === 'none'
          ? t('period.alone', { period })
          : t('period.line', { period, previous: span(filters.previous.from, filters.previous.to) })}
        {aligned && ` (${code('aligned', aligned)})`}
        {isApplied ? null : ` ${t('period.ignored')}`}
      </p>
      {isPart && <p className="text-xs">{t('period.open_months', { period: span(filters.from, filters.to) })}</p>}
      {filters.unfollowed.length > 0 && (
        <p className="text-xs" data-unfollowed>
          {t('period.unfollowed', {
            figures: filters.unfollowed.map((id) => metric(id).label).join(t('list.separator')),
          })}
        </p>
      )}
      {notes.map((note) => (
        <p key={note} className="text-xs">
          {note}
        </p>
      ))}
    </div>
  )
}
