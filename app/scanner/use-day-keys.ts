import { useEffect } from 'react'

const STEPS: Record<string, string> = { ArrowLeft: 'previous', ArrowRight: 'next' }

/** Whether the key means something to what has the focus: fields, and regions that scroll sideways. */
const isTaken = (target: EventTarget | null) =>
  target instanceof Element && target.closest('input, select, textarea, [role=region], [contenteditable]') !== null

/** Left and right step through the days, as the links of the page do. */
export function useDayKeys() {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const step = STEPS[event.key]
      if (!step || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || isTaken(event.target)) return
      document.querySelector<HTMLAnchorElement>(`a[data-step=${step}]`)?.click()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
