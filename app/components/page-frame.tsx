import type { Filters, Missing } from '#queries/page/page-types.ts'
import { useLocation, useParams, useRouteLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { MissingNotes } from './missing-notes.tsx'
import { PeriodLine } from './period-line.tsx'
import { ViewTabs } from './view-tabs.tsx'
import type { PageName } from '../page-list.ts'
import { PanelContext, workbookOf } from './panels/panel-context.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { PrintLinks } from '../print/print-links.tsx'
import { SHELL_ROUTE, type ShellState } from '../shell/shell-data.ts'

function twinOf(pathname: string, search: string): string {
  return `${pathname === '/' ? '/index' : pathname.replace(/\/$/, '')}.json${search}`
}

interface Props {
  title: ReactNode
  note?: ReactNode
  filters?: Filters | null
  missing?: Missing[]
  /** The page whose statements its tiles, charts and tables show, and the snapshot that they were asked of. */
  panels?: { page: PageName; snapshot: string }
  children: ReactNode
}

/** What panels below need for their links. */
function usePanels(panels: Props['panels']) {
  const { search } = useLocation()
  const params = useParams()
  const shell = useRouteLoaderData<ShellState>(SHELL_ROUTE)
  if (!panels || !shell) return null
  const asked = new URLSearchParams(search)
  for (const [name, code] of Object.entries(params)) if (code) asked.set(name, code)
  return { ...panels, search: asked.toString(), reader: shell.user }
}

/** Title, period and what is missing, above a page's content. */
export function PageFrame({ title, note, filters, missing = [], panels, children }: Props) {
  const { pathname, search } = useLocation()
  const of = usePanels(panels)
  const { t } = useI18n()
  return (
    <PanelContext.Provider value={of}>
      <div className="space-y-4">
        <header className="flex flex-wrap items-end justify-between gap-x-4 gap-y-1">
          <div className="min-w-0">
            <h1>{title}</h1>
            {note && <div className="text-muted">{note}</div>}
            {filters && <PeriodLine filters={filters} />}
          </div>
          <div className="no-print flex gap-3 text-xs">
            {of && (
              <a href={workbookOf(of)} className="link" download>
                {t('panel.workbook')}
              </a>
            )}
            <PrintLinks />
            <a href={twinOf(pathname, search)} className="link" type="application/json">
              JSON
            </a>
          </div>
        </header>
        {panels && <ViewTabs page={panels.page} />}
        <MissingNotes missing={missing} />
        {children}
      </div>
    </PanelContext.Provider>
  )
}
