import { Link, useLocation } from '@remix-run/react'
import { mayCheckFiles, mayOpen, type Person } from '../access.ts'
import { useFilterLink } from '../filter-links.ts'
import type { MessageKey } from '../i18n/en.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { PAGE_LIST } from '../page-list.ts'

/** Views and pages of their own; what belongs to a view is reached from it. */
const ITEMS = [
  'overview',
  'throughput',
  'compliance',
  'concordance',
  'profitability',
  'data',
  'sql',
  'methods',
] as const

/** What somebody may open; whoever may not see the data page but may check a file goes straight to that. */
function itemsFor(person: Person): { path: string; label: MessageKey }[] {
  return ITEMS.flatMap((page): { path: string; label: MessageKey }[] => {
    if (mayOpen(person, page)) return [{ path: PAGE_LIST[page].path, label: `nav.${page}` }]
    return page === 'data' && mayCheckFiles(person) ? [{ path: '/data/check', label: 'check_file.title' }] : []
  })
}

function Items({ person, className }: { person: Person; className: string }) {
  const { t } = useI18n()
  const { pathname } = useLocation()
  const link = useFilterLink()
  const isHere = (path: string) =>
    path === '/' ? pathname === '/' : pathname === path || pathname.startsWith(`${path}/`)
  return itemsFor(person).map(({ path, label }) => (
    <li key={path}>
      <Link
        to={link(path)}
        aria-current={isHere(path) ? 'page' : undefined}
        className={`${className} ${isHere(path) ? 'bg-accent-soft font-semibold text-ink' : 'text-muted hover:bg-raised hover:text-ink'}`}
      >
        {t(label)}
      </Link>
    </li>
  ))
}

/** In a row where there is room, else behind a button that needs no script. */
export function Navigation({ person }: { person: Person }) {
  const { t } = useI18n()
  const { key } = useLocation()
  return (
    <>
      <nav aria-label={t('nav.label')} className="hidden lg:block">
        <ul className="flex gap-0.5">
          <Items person={person} className="block whitespace-nowrap rounded px-2.5 py-1.5" />
        </ul>
      </nav>
      {/* Another key closes the menu once a page has been chosen. */}
      <details key={key} className="relative lg:hidden">
        <summary className="button list-none">{t('nav.menu')}</summary>
        <nav
          aria-label={t('nav.label')}
          className="absolute left-0 top-full z-30 mt-1 w-52 rounded-md border border-line bg-surface p-1 shadow-lg"
        >
          <ul>
            <Items person={person} className="block rounded px-3 py-2" />
          </ul>
        </nav>
      </details>
    </>
  )
}
