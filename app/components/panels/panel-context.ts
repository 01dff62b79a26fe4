import { createContext, useContext } from 'react'
import { hasStatement, mayOpenPanel, scopeOf, type Person } from '../../access.ts'
import type { PageName } from '../../page-list.ts'

/** The page whose panels stand below, and how its figures were asked for. */
export interface PanelsOf {
  page: PageName
  snapshot: string
  /** The page's own query string and the codes of its address. */
  search: string
  /** Who reads. */
  reader: Person
}

/** The panel of the card that is around; undefined outside of cards. */
export const PanelIdContext = createContext<string | undefined>(undefined)

/** Null where the page has no panels. */
export const PanelContext = createContext<PanelsOf | null>(null)

function addressOf(path: string, of: PanelsOf, given: Record<string, string>): string {
  const search = new URLSearchParams(of.search)
  for (const [name, value] of Object.entries({ ...given, snapshot: of.snapshot })) search.set(name, value)
  return `${path}?${search}`
}

/** Addresses of a panel's statement, null for whoever may not run it, and of its rows; null where it has none for who reads. */
export function usePanelLinks(id: string | undefined) {
  const of = useContext(PanelContext)
  if (!of || !id) return null
  const panel = `${of.page}.${id}`
  if (!hasStatement(of.reader, panel)) return null
  return {
    panel,
    sql: mayOpenPanel(of.reader, of.page, panel) ? addressOf('/sql/panel', of, { panel }) : null,
    file: (format: 'csv' | 'xlsx') => addressOf('/export', of, { panel, format }),
  }
}

/** Whether figures of the network stand for the other centers together: so they are for whoever works for some. */
export function useIsBesideOthers(): boolean {
  const of = useContext(PanelContext)
  return of !== null && scopeOf(of.reader).kind !== 'all'
}

/** Address of all of a page's panels as one workbook. */
export const workbookOf = (of: PanelsOf) => addressOf('/export', of, { page_name: of.page, format: 'xlsx' })
