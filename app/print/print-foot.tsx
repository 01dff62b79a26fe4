import { useLocation, useRouteLoaderData } from '@remix-run/react'
import type { CSSProperties } from 'react'
import { cssString } from '../format/css-string.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { readableAddress } from '../readable-address.ts'
import { useChosen } from '../shell/chosen-filters.ts'
import { SHELL_ROUTE, type ShellState } from '../shell/shell-data.ts'
import { printSearch } from './print-form.ts'

/** A line at the foot of each sheet has room for about so many characters. */
const MOST_WORDS = 110

function useFootWords({ snapshot, options }: ShellState) {
  const { t } = useI18n()
  const filters = useChosen(options)
    .map(({ label }) => label)
    .join(t('list.separator'))
  const short = filters.length > MOST_WORDS ? `${filters.slice(0, MOST_WORDS)}…` : filters
  return { filters, line: ['Isocenter', short, snapshot?.snapshot_id, snapshot?.is_demo ? t('badge.demo') : ''] }
}

/** What stands at the foot of each sheet, for the style sheet to set there: filters, snapshot, demo. */
export function usePrintFoot(): CSSProperties | undefined {
  const shell = useRouteLoaderData<ShellState>(SHELL_ROUTE)
  const { line } = useFootWords(shell ?? NO_SHELL)
  if (!shell?.snapshot) return undefined
  return { '--print-foot': cssString(line.filter(Boolean).join(' · ')) } as CSSProperties
}

const NO_SHELL = { snapshot: null, options: { chosen: [] } } as unknown as ShellState

/** What a printed page rests on, behind its content: filters, where it came from, when it was published, and that it is of a demo. */
export function PrintFooter({ state }: { state: ShellState }) {
  const { t, format } = useI18n()
  const { pathname, search } = useLocation()
  const { filters } = useFootWords(state)
  const { snapshot } = state
  if (!snapshot) return null
  return (
    <footer className="print-only border-t border-line pt-2 text-xs text-muted">
      {filters && `${t('filter.label')}: ${filters} · `}
      Isocenter {readableAddress(pathname + printSearch(search, false))} · {snapshot.snapshot_id} ·{' '}
      {t('print.published', { at: format.instant(snapshot.published_at) })}
      {snapshot.is_demo && ` · ${t('badge.demo')}`}
    </footer>
  )
}
