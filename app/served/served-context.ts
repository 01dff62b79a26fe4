import { createContext } from 'react'
import type { I18nValue } from '../i18n/context.ts'

/** What the loaders of one document hand to its markup. It never travels: what stands on the page is not told again. */
export interface Served {
  /** All texts; the browser gets those of the frame. */
  texts?: I18nValue
  /** The page's model. */
  page?: unknown
}

/** Null in the browser, where what was served is the markup itself. */
export const ServedContext = createContext<Served | null>(null)

/** What a loader tells the browser in place of the figures that it has as markup already. */
export interface ServedMark {
  served: true
  snapshot_id: string | null
  /** The applied period, for the filter bar. */
  filters: { from: string; to: string } | null
}

export function isServed(data: unknown): data is ServedMark {
  return typeof data === 'object' && data !== null && 'served' in data
}
