import { useEffect, useRef } from 'react'

interface Draft {
  sql: string
  parameters: Record<string, string>
}

const keyOf = (user: string) => `isocenter.sql.${user}`
const WAIT_MS = 400

function read(user: string): Draft | null {
  try {
    const draft = JSON.parse(localStorage.getItem(keyOf(user)) ?? 'null') as Draft | null
    return draft && typeof draft.sql === 'string' ? { sql: draft.sql, parameters: draft.parameters ?? {} } : null
  } catch {
    // A browser that keeps nothing has no drafts.
    return null
  }
}

interface Options {
  user: string
  /** Whether the page opened with no text: only then is the draft taken up. */
  isEmpty: boolean
  text: string
  values: Record<string, string>
  onRestore: (draft: Draft) => void
}

/** Keeps what a person types in this browser, under their own name, until they come back. */
export function useDraft({ user, isEmpty, text, values, onRestore }: Options): void {
  const restore = useRef(onRestore)
  restore.current = onRestore
  // An empty page that has just opened must not take away what it is about to restore.
  const hadText = useRef(false)
  useEffect(() => {
    const draft = isEmpty ? read(user) : null
    if (draft?.sql) restore.current(draft)
  }, [user, isEmpty])
  useEffect(() => {
    const timer = setTimeout(() => {
      try {
        if (text) localStorage.setItem(keyOf(user), JSON.stringify({ sql: text, parameters: values }))
        else if (hadText.current) localStorage.removeItem(keyOf(user))
        hadText.current = text !== ''
      } catch {
        // Full or forbidden storage costs the draft, not the work.
      }
    }, WAIT_MS)
    return () => clearTimeout(timer)
  }, [user, text, values])
}
