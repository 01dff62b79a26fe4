import { Link, useLocation, useSearchParams } from '@remix-run/react'
import { BASELINE_FILTERS, filterLink } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { useChosen } from './chosen-filters.ts'
import type { FilterOptions } from './shell-data.ts'

/** Each chip's link holds the whole filter: of many values only the first have one. */
const MOST_CHIPS = 20

function Chip({ to, label }: { to: string; label: string }) {
  const { t } = useI18n()
  return (
    <li>
      <Link
        to={to}
        aria-label={t('filter.remove', { label })}
        className="inline-flex h-6 items-center gap-1 rounded bg-accent-soft px-2 text-xs hover:underline"
      >
        {label} <span aria-hidden>×</span>
      </Link>
    </li>
  )
}

/** Values chosen so far; each is a link that takes it away. */
export function Chips({ options }: { options: FilterOptions }) {
  const { t, format } = useI18n()
  const { pathname } = useLocation()
  const [search] = useSearchParams()
  const chosen = useChosen(options)
  const [from, to] = BASELINE_FILTERS.map((field) => search.get(field))
  if (chosen.length === 0 && !from) return null
  const scanner = search.getAll('scanner')
  return (
    <ul className="flex flex-wrap items-center gap-1">
      {chosen.slice(0, MOST_CHIPS).map(({ field, value, label }) => {
        const rest = search.getAll(field).filter((v) => v !== value)
        const to = filterLink(pathname, search, { scanner, [field]: rest })
        return <Chip key={`${field} ${value}`} to={to} label={label} />
      })}
      {from && (
        <Chip
          to={filterLink(pathname, search, { scanner, baseline_from: null, baseline_to: null })}
          label={t('baseline.chosen', { from, to: to ?? '' })}
        />
      )}
      {chosen.length > MOST_CHIPS && (
        <li className="text-xs text-muted">{t('filter.more', { n: format.count(chosen.length - MOST_CHIPS) })}</li>
      )}
      <li>
        <Link to={pathname} className="link text-xs">
          {t('filter.clear')}
        </Link>
      </li>
    </ul>
  )
}
