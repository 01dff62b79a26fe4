import { useRevalidator } from '@remix-run/react'
import type { ReactNode } from 'react'
import { useI18n } from '../i18n/use-i18n.ts'
import { Card } from '../components/ui/card.tsx'
import { HistoryPanel } from './history-panel.tsx'
import { LibraryPanel } from './library-panel.tsx'
import { SavedPanel } from './saved-panel.tsx'
import { SchemaBrowser } from './schema-browser.tsx'
import type { ConsolePage } from './console-types.ts'

function Panel({
  title,
  name,
  isOpen,
  onOpen,
  children,
}: {
  title: string
  name: string
  isOpen: boolean
  onOpen?: () => void
  children: ReactNode
}) {
  return (
    <details
      open={isOpen || undefined}
      data-panel={name}
      onToggle={(event) => event.currentTarget.open && onOpen?.()}
      className="border-b border-line py-1 last:border-0"
    >
      <summary className="cursor-pointer font-semibold">{title}</summary>
      {children}
    </details>
  )
}

/** What one looks things up in beside the text: they open and close without scripts. */
export function SidePanels({ page, insert }: { page: ConsolePage; insert: ((text: string) => void) | null }) {
  const { t, format } = useI18n()
  const { opened, search } = page
  const revalidator = useRevalidator()
  const count = (n: number) => ` (${format.count(n)})`
  return (
    <Card>
      <Panel name="schema" title={t('sql.schema.title')} isOpen={!opened.libraryId && !opened.saved && !search}>
        <SchemaBrowser schema={page.schema} insert={insert} />
      </Panel>
      <Panel
        name="library"
        title={t('sql.library.title') + count(page.library.length)}
        isOpen={opened.libraryId !== null}
      >
        <LibraryPanel library={page.library} current={opened.libraryId} />
      </Panel>
      <Panel
        name="saved"
        title={t('sql.saved.title') + count(page.saved.length)}
        isOpen={opened.saved !== null || search !== ''}
      >
        <SavedPanel page={page} />
      </Panel>
      {/* Runs since the page was opened are fetched when somebody looks. */}
      <Panel name="history" title={t('sql.history.title')} isOpen={search !== ''} onOpen={revalidator.revalidate}>
        <HistoryPanel page={page} />
      </Panel>
    </Card>
  )
}
