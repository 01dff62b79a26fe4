import { useSearchParams } from '@remix-run/react'
import { useRef, useState } from 'react'
import { openedBy } from '../sql/address.ts'
import type { ConsolePage } from './console-types.ts'
import { activeOf, blankTab, changed, rewritten, tabOf, withoutTab, withTab, type Tabs } from './logic/tabs.ts'
import { useKeptTabs } from './use-kept-tabs.ts'
import { alone, useTabAddress } from './use-tab-address.ts'

/**
 * What one has open in the console, kept in the browser.
 * @param typed what was sent by a form without scripts
 */
export function useTabs(page: ConsolePage, typed: { sql: string; parameters: Record<string, string> } | null) {
  const [search] = useSearchParams()
  const here = openedBy(search)
  const [state, set] = useState<Tabs>(() => alone({ ...tabOf(page.opened, here, 'opened'), ...typed }))
  const latest = useRef(state)
  const put = (next: Tabs) => set((latest.current = next))
  const { isRestored, bring } = useTabAddress(page, { state, latest, put })
  useKeptTabs(page.user, here, state, isRestored)
  const inFront = () => activeOf(latest.current)
  return {
    tabs: state.tabs,
    tab: activeOf(state),
    isRestored,
    /** Whether the tab is in front now, whatever was in front when what asks was drawn. */
    isInFront: (id: string) => inFront().id === id,
    select: (id: string) => bring({ ...latest.current, active: id }),
    add: () => bring(withTab(latest.current, blankTab())),
    close: (id: string) => bring(withoutTab(latest.current, id)),
    /** Typed in the editor, into the tab in front. */
    type: (sql: string) => put(changed(latest.current, inFront().id, () => ({ sql }))),
    /** A text that the editor has to take up. */
    rewrite: (id: string, sql: string) => put(rewritten(latest.current, id, sql)),
    setParameter: (name: string, value: string) =>
      put(changed(latest.current, inFront().id, ({ parameters: old }) => ({ parameters: { ...old, [name]: value } }))),
  }
}
