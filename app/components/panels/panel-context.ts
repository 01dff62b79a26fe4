import { createContext, useContext } from 'react'
import { rolesForPanel, type PageName, type Role } from '../../access.ts'

/** The page whose panels stand below, and how its figures were asked for. */
export interface PanelsOf {
  page: PageName
  snapshot: string
  /** Who reads. */
  role: Role
  /** The page's own query string and the codes of its address. */
  search: string
}

/** Null where nobody may see statements: the reader may not open the console, or the page has none. */
export const PanelContext = createContext<PanelsOf | null>(null)

/** Address of a panel's statement; null where there is none to show. */
export function usePanelLink(id: string | undefined): { href: string; panel: string } | null {
  const of = useContext(PanelContext)
  if (!of || !id) return null
  const panel = `${of.page}.${id}`
  if (!rolesForPanel(of.page, panel).includes(of.role)) return null
  const search = new URLSearchParams(of.search)
  search.set('panel', panel)
  search.set('snapshot', of.snapshot)
  return { href: `/sql/panel?${search}`, panel }
}
