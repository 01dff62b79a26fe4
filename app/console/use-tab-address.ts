import { useNavigate, useNavigation, useSearchParams } from '@remix-run/react'
import { useEffect, useRef, useState, type MutableRefObject } from 'react'
import { openedBy, withFilters } from '../sql/address.ts'
import type { ConsolePage } from './console-types.ts'
import { activeOf, arrived, blankTab, detached, rewritten, withTab, type QueryTab, type Tabs } from './logic/tabs.ts'
import { readTabs } from './use-kept-tabs.ts'

/** Whoever goes along the tabs asks for the one where they stay. */
const SETTLES_MS = 150

export const alone = (tab: QueryTab): Tabs => ({ tabs: [tab], active: tab.id })

/** The address of a tab; filters of the console stay in it, and what else is named. */
function addressOf({ address }: QueryTab, search: URLSearchParams, keep: readonly string[]): string {
  const kept = new URLSearchParams([...search].filter(([name]) => keep.includes(name))).toString()
  const tab = withFilters(address, search)
  return kept ? `${tab}${tab.includes('?') ? '&' : '?'}${kept}` : tab
}

/** Tabs as this browser kept them, and what the document opened among them. */
function restored(page: ConsolePage, first: Tabs, here: string): Tabs {
  const { kept, front } = readTabs(page.user)
  const typed = activeOf(first)
  const isReturn = kept?.tabs.some(({ id }) => id === front?.id) ?? false
  const state = kept && isReturn ? { ...kept, active: front!.id } : kept
  const isBehind = isReturn && front?.here === here && activeOf(state!).address !== here
  if (isBehind) return state!
  if (here !== '') {
    const opened = arrived(state ?? alone(blankTab()), page.opened, here, isReturn)
    // What was typed before any script ran goes on.
    const isTyped = typed.sql !== page.opened.sql
    return isTyped ? rewritten(opened, opened.active, typed.sql) : opened
  }
  if (typed.sql.trim() === '') return state ?? alone(blankTab())
  const same = state?.tabs.find(({ sql }) => sql === typed.sql)
  if (state && same) return { ...state, active: same.id }
  const own = { ...typed, ...{ id: blankTab().id, base: '' } }
  return state ? withTab(state, own) : alone(own)
}

/** A saved query that its owner has just deleted; a search of the panel lists only some. */
const isDeleted = ({ saved }: QueryTab, page: ConsolePage) =>
  saved !== null && page.search === '' && !page.saved.some(({ id }) => id === saved.id)

interface Store {
  state: Tabs
  latest: MutableRefObject<Tabs>
  put: (next: Tabs) => void
}

/** Gives an address that comes a tab, and the tab that is brought to the front the address. */
export function useTabAddress(page: ConsolePage, { state, latest, put }: Store) {
  const [search] = useSearchParams()
  const navigate = useNavigate()
  const isUnderWay = useNavigation().state !== 'idle'
  const here = openedBy(search)
  const key = `${here} ${page.opened.saved?.version ?? ''}`
  const handled = useRef<string | null>(null)
  const [isRestored, setRestored] = useState(false)
  // Of the address what stays when the tab in front brings its own; null where the address stays as it is.
  const follow = useRef<readonly string[] | null>(null)
  const brought = useRef<string | null>(null)

  const arrive = () => {
    const before = latest.current
    const isFirst = handled.current === null
    // Brought by a tab that is no longer in front.
    const isStale = brought.current === here && activeOf(before).address !== here
    handled.current = key
    brought.current = null
    if (isStale) return
    if (isFirst) put(restored(page, before, here))
    else if (here !== '') put(arrived(before, page.opened, here, true))
    else if (isDeleted(activeOf(before), page)) put(detached(before, before.active))
    setRestored(true)
    // Whoever came to the console as such, or before the address had followed, is led to the tab in front.
    const isAway = activeOf(latest.current).address !== here && !page.opened.missing
    follow.current = isAway ? ['find', 'problem', 'why'] : null
  }
  const arriving = useRef(arrive)
  arriving.current = arrive
  useEffect(() => {
    if (handled.current !== key) arriving.current()
  }, [key])

  const front = activeOf(state)
  const target = addressOf(front, search, follow.current ?? [])
  useEffect(() => {
    if (!isRestored || isUnderWay || handled.current !== key || !follow.current || front.address === here) return
    const timer = setTimeout(() => {
      brought.current = front.address
      void navigate(target, { replace: true, preventScrollReset: true })
    }, SETTLES_MS)
    return () => clearTimeout(timer)
  }, [isRestored, isUnderWay, key, front.address, here, target, navigate])

  const bring = (next: Tabs) => {
    follow.current = []
    put(next)
  }
  return { isRestored, bring }
}
