import type { Filters, Missing } from '#queries/page/page-types.ts'
import { useLocation, useParams, useRouteLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { mayOpen, type PageName } from '../access.ts'
import { MissingNotes } from './missing-notes.tsx'
import { PeriodLine } from './period-line.tsx'
import { PanelContext } from './panels/panel-context.ts'
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

/** What panels below need for their links; null for those who may not open the console. */
function usePanels(panels: Props['panels']) {
  const { search } = useLocation()
  const params = useParams()
  const shell = useRouteLoaderData<ShellState>(SHELL_ROUTE)
  if (!panels || !shell || !mayOpen(shell.user.role, 'sql')) return null
  const asked = new URLSearchParams(search)
  for (const name of ['center_code', 'accession_no']) if (params[name]) asked.set(name, params[name])
  return { ...panels, role: shell.user.role, search: asked.toString() }
}

/** Title, period and what is missing, above a page's content. */
export function PageFrame({ title, note, filters, missing = [], panels, children }: Props) {
  const { pathname, search } = useLocation()
  return (
    <PanelContext.Provider value={usePanels(panels)}>
      <div className="space-y-4">
        <header className="flex flex-wrap items-end justify-between gap-x-4 gap-y-1">
          <div className="min-w-0">
            <h1>{title}</h1>
            {note && <div className="text-muted">{note}</div>}
            {filters && <PeriodLine filters={filters} />}
          </div>
          <a href={twinOf(pathname, search)} className="link no-print text-xs" type="application/json">
            JSON
          </a>
        </header>
        <MissingNotes missing={missing} />
        {children}
      </div>
    </PanelContext.Provider>
  )
}
