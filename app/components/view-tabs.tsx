import { Link, useLocation, useRouteLoaderData } from '@remix-run/react'
import { mayOpen } from '../access.ts'
import { useFilterLink } from '../filter-links.ts'
import { SHELL_ROUTE, type ShellState } from '../shell/shell-data.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import type { MessageKey } from '../i18n/en.ts'
import { PAGE_LIST, pageNamed, pagesOfView, type Page, type PageName } from '../page-list.ts'

/** The pages of a view, each with the reader's period and filters; nothing where a page stands alone. */
export function ViewTabs({ page }: { page: PageName }) {
  const { t } = useI18n()
  const { pathname } = useLocation()
  const link = useFilterLink()
  const { view } = pageNamed(page)
  const user = useRouteLoaderData<ShellState>(SHELL_ROUTE)?.user
  const pages = view && user ? pagesOfView(view).filter((name) => mayOpen(user, name)) : []
  if (!view || pages.length < 2) return null
  return (
    <nav aria-label={t('nav.pages_of', { view: t(`nav.${view}`) })} className="no-print border-b border-line">
      <ul className="-mb-px flex flex-wrap gap-x-4">
        {pages.map((name) => {
          const { path, tab = `nav.${view}` }: Page & { tab?: MessageKey } = PAGE_LIST[name]
          const isHere = pathname.replace(/\/$/, '') === path
          return (
            <li key={name}>
              <Link
                to={link(path)}
                aria-current={isHere ? 'page' : undefined}
                className={`block whitespace-nowrap border-b-2 py-1.5 ${isHere ? 'border-accent font-semibold text-ink' : 'border-transparent text-muted hover:text-ink'}`}
              >
                {t(tab)}
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
