import { useLocation, useRouteLoaderData } from '@remix-run/react'
import { useI18n } from '../i18n/use-i18n.ts'
import { SHELL_ROUTE, type ShellState } from '../shell/shell-data.ts'
import { printSearch } from './print-form.ts'

function usePdf(): string | null {
  const { pathname, search } = useLocation()
  const shell = useRouteLoaderData<ShellState>(SHELL_ROUTE)
  if (!shell?.makes_pdf) return null
  return `${pathname === '/' ? '/index' : pathname.replace(/\/$/, '')}.pdf${printSearch(search, false)}`
}

/** To the page in the form of paper, and to the same as PDF where the server has a browser. */
export function PrintLinks() {
  const { t } = useI18n()
  const { search } = useLocation()
  const pdf = usePdf()
  return (
    <>
      <a href={printSearch(search, true)} className="link">
        {t('print.view')}
      </a>
      {pdf && (
        <a href={pdf} className="link" type="application/pdf" download>
          PDF
        </a>
      )}
    </>
  )
}

/** Above a page in the form of paper, on the screen alone. */
export function PrintBar() {
  const { t } = useI18n()
  const { pathname, search } = useLocation()
  const pdf = usePdf()
  return (
    <nav aria-label={t('print.view')} className="print-bar mx-auto max-w-[1040px] flex-wrap gap-2 px-4 pt-3">
      <button type="button" className="button button-primary" onClick={() => window.print()}>
        {t('print.now')}
      </button>
      {pdf && (
        <a href={pdf} className="button" type="application/pdf" download>
          PDF
        </a>
      )}
      <a href={pathname + printSearch(search, false)} className="button">
        {t('print.back')}
      </a>
    </nav>
  )
}
