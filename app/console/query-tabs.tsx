import { useEffect, useRef, type KeyboardEvent } from 'react'
import { useI18n } from '../i18n/use-i18n.ts'
import type { LibraryQuery } from './console-types.ts'
import { isUnsaved, nameOf, type QueryTab } from './logic/tabs.ts'

/** The panel that the tab in front fills. */
export const TAB_PANEL = 'sql-tab-panel'
export const tabId = (id: string) => `sql-tab-${id}`

/** Asks before a text is lost that is kept nowhere else. */
function useClosing(onClose: (id: string) => void) {
  const { t } = useI18n()
  const dialog = useRef<HTMLDialogElement>(null)
  const asked = useRef('')
  const close = (tab: QueryTab) => {
    if (!isUnsaved(tab)) return onClose(tab.id)
    asked.current = tab.id
    dialog.current?.showModal()
  }
  const question = (
    <dialog
      ref={dialog}
      aria-labelledby="sql-close"
      className="max-w-[95vw] rounded border border-line bg-surface p-4 text-ink backdrop:bg-black/50"
      onClose={({ currentTarget }) => {
        if (currentTarget.returnValue === 'close') onClose(asked.current)
        currentTarget.returnValue = ''
      }}
    >
      <h2 id="sql-close">{t('sql.tab.unsaved')}</h2>
      <form method="dialog" className="mt-3 flex gap-2">
        <button className="button button-primary" value="">
          {t('sql.tab.keep')}
        </button>
        <button className="button" value="close">
          {t('sql.tab.close_anyway')}
        </button>
      </form>
    </dialog>
  )
  return { close, question }
}

interface Props {
  tabs: QueryTab[]
  active: string
  library: readonly LibraryQuery[]
  onSelect: (id: string) => void
  onClose: (id: string) => void
  onNew: () => void
}

/** The queries that are open. Arrow keys lead from one to the next, Delete closes. */
export function QueryTabs({ tabs, active, library, onSelect, onClose, onNew }: Props) {
  const { t, locale } = useI18n()
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const front = list.current?.querySelector('[aria-selected=true]')?.parentElement?.getBoundingClientRect()
    const seen = list.current?.getBoundingClientRect()
    if (!front || !seen) return
    // Sideways only: the page stays where it is.
    if (front.left < seen.left) list.current!.scrollLeft += front.left - seen.left
    if (front.right > seen.right) list.current!.scrollLeft += front.right - seen.right
  }, [active, tabs.length])
  const focus = (id: string) => list.current?.querySelector<HTMLElement>(`[id="${tabId(id)}"]`)?.focus()
  const { close, question } = useClosing((id) => {
    const place = tabs.findIndex((tab) => tab.id === id)
    onClose(id)
    const next = id === active ? (tabs[place + 1] ?? tabs[place - 1])?.id : active
    if (next) focus(next)
  })
  const title = (tab: QueryTab) => {
    const known = library.find(({ id }) => id === tab.libraryId)
    if (known) return locale === 'zh-CN' ? known.title_zh : known.title_en
    return nameOf(tab) ?? t('sql.tab.blank')
  }
  const onKeyDown = (event: KeyboardEvent, tab: QueryTab) => {
    const place = tabs.indexOf(tab)
    const steps: Record<string, QueryTab | undefined> = {
      ArrowLeft: tabs.at(place - 1),
      ArrowRight: tabs[(place + 1) % tabs.length],
      Home: tabs[0],
      End: tabs.at(-1),
    }
    const next = steps[event.key]
    if (event.key === 'Delete') close(tab)
    else if (next) {
      onSelect(next.id)
      focus(next.id)
    } else return
    event.preventDefault()
  }
  return (
    <div className="flex items-end gap-1">
      <div
        ref={list}
        role="tablist"
        aria-label={t('sql.tab.label')}
        className="flex min-w-0 gap-1 overflow-x-auto p-0.5"
      >
        {tabs.map((tab) => {
          const isFront = tab.id === active
          return (
            <div
              key={tab.id}
              role="presentation"
              className={`flex shrink-0 items-center rounded border border-line ${isFront ? 'bg-accent-soft font-semibold' : 'bg-surface text-muted'}`}
            >
              <button
                type="button"
                role="tab"
                id={tabId(tab.id)}
                aria-selected={isFront}
                aria-controls={TAB_PANEL}
                aria-keyshortcuts="Delete"
                tabIndex={isFront ? 0 : -1}
                title={title(tab)}
                className="relative h-8 max-w-56 truncate py-1 pl-2.5 pr-1"
                onClick={() => onSelect(tab.id)}
                onAuxClick={(event) => event.button === 1 && close(tab)}
                onKeyDown={(event) => onKeyDown(event, tab)}
              >
                {title(tab)}
                {isUnsaved(tab) && (
                  <>
                    <span aria-hidden> •</span>
                    <span className="sr-only"> {t('sql.tab.changed')}</span>
                  </>
                )}
              </button>
              {/* For the pointer; the keyboard closes by Delete. */}
              <span
                aria-hidden
                title={t('sql.tab.close')}
                data-close
                className="flex h-8 w-6 cursor-pointer items-center justify-center hover:text-ink"
                onClick={() => close(tab)}
              >
                ×
              </span>
            </div>
          )
        })}
      </div>
      <button type="button" className="button mb-0.5 shrink-0" onClick={onNew}>
        {t('sql.new')}
      </button>
      {question}
    </div>
  )
}
