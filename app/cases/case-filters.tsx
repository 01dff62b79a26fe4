import type { CaseQuery } from '#queries/cases/case-types.ts'
import { Link, useLocation, useRouteLoaderData, useSearchParams } from '@remix-run/react'
import { useI18n } from '../i18n/use-i18n.ts'
import { SHELL_ROUTE, type ShellState } from '../shell/shell-data.ts'

/** The address with something changed; the list begins again. */
export function useChanged() {
  const { pathname } = useLocation()
  const [search] = useSearchParams()
  return (change: Record<string, string | null>) => {
    const next = new URLSearchParams(search)
    next.delete('page')
    for (const [name, value] of Object.entries(change)) {
      if (value === null) next.delete(name)
      else next.set(name, value)
    }
    return `${pathname}?${next}`
  }
}

interface Props {
  query: CaseQuery<string>
  states: { state: string; label: string; count: number }[]
}

/** Links that narrow a list of cases: by state, to one's own, to what is overdue, by age. */
export function CaseFilters({ query, states }: Props) {
  const { t, format } = useI18n()
  const changed = useChanged()
  const me = useRouteLoaderData<ShellState>(SHELL_ROUTE)?.user.user_name
  const byState = [null, ...states].map((one) => ({
    key: one?.state ?? 'all',
    to: changed({ state: one?.state ?? null }),
    label: one ? `${one.label} ${format.count(one.count)}` : t('cases.all'),
    isOn: (query.state ?? null) === (one?.state ?? null),
  }))
  const others = [
    ...(me ? [{ name: 'person', value: me, label: t('cases.mine'), isOn: query.person === me }] : []),
    { name: 'overdue', value: '1', label: t('cases.overdue'), isOn: query.overdue },
    ...[7, 28].map((age) => ({
      name: 'age',
      value: String(age),
      label: t('cases.older', { days: age }),
      isOn: query.age === age,
    })),
  ].map(({ name, value, label, isOn }) => ({
    key: `${name} ${value}`,
    to: changed({ [name]: isOn ? null : value }),
    label,
    isOn,
  }))
  return (
    <ul className="flex flex-wrap gap-x-4">
      {[...byState, ...others].map(({ key, to, label, isOn }) => (
        <li key={key}>
          <Link to={to} className={`link ${isOn ? 'font-semibold' : ''}`} aria-current={isOn ? 'true' : undefined}>
            {label}
          </Link>
        </li>
      ))}
    </ul>
  )
}
