import { useEffect, useRef } from 'react'
import { merged, tabsIn, written } from './logic/kept-tabs.ts'
import type { QueryTab, Tabs } from './logic/tabs.ts'

const keyOf = (user: string) => `isocenter.sql.${user}`
const WAIT_MS = 400

const stored = (from: () => Storage, key: string): string | null => {
  try {
    return from().getItem(key)
  } catch {
    // A browser that keeps nothing has no tabs.
    return null
  }
}

/** Which tab a window had in front, at which address: a reload may come before the address has followed the tab. */
interface Front {
  id: string
  here: string
}

function frontIn(text: string | null): Front | null {
  try {
    const { id = '', here = '' } = JSON.parse(text ?? '{}') as Partial<Front>
    return { id, here }
  } catch {
    return null
  }
}

/** What this person's browser keeps, and what this window had in front. */
export function readTabs(user: string): { kept: Tabs | null; front: Front | null } {
  const key = keyOf(user)
  return { kept: tabsIn(stored(() => localStorage, key)), front: frontIn(stored(() => sessionStorage, key)) }
}

/** Keeps the tabs of a person in their browser until they sign out, with those of their other windows. */
export function useKeptTabs(user: string, here: string, { tabs, active }: Tabs, isRestored: boolean): void {
  const seen = useRef<Map<string, string> | null>(null)
  const latest = useRef({ tabs, active, here })
  latest.current = { tabs, active, here }
  useEffect(() => {
    if (!isRestored) return
    const key = keyOf(user)
    const note = (all: readonly QueryTab[]) => (seen.current = new Map(all.map((tab) => [tab.id, written(tab)])))
    seen.current ??= note(readTabs(user).kept?.tabs ?? [])
    const save = () => {
      try {
        const all = merged(readTabs(user).kept?.tabs ?? [], latest.current.tabs, seen.current!)
        const text = all.map(written)
        localStorage.setItem(key, `{"active":${JSON.stringify(latest.current.active)},"tabs":[${text.join(',')}]}`)
        const front: Front = { id: latest.current.active, here: latest.current.here }
        sessionStorage.setItem(key, JSON.stringify(front))
        note(latest.current.tabs)
      } catch {
        // Full or forbidden storage costs the tabs, not the work.
      }
    }
    const timer = setTimeout(save, WAIT_MS)
    window.addEventListener('pagehide', save)
    return () => {
      clearTimeout(timer)
      window.removeEventListener('pagehide', save)
    }
  }, [user, here, tabs, active, isRestored])
}
