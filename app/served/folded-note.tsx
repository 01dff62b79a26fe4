import { useLocation } from '@remix-run/react'
import { useI18n } from '../i18n/use-i18n.ts'

/** Address of all rows of a page's table, under the page's own filter. */
function useCsvLink(table: string): string {
  const { pathname, search } = useLocation()
  const asked = new URLSearchParams(search)
  asked.set('table', table)
  return `${pathname === '/' ? '/index' : pathname.replace(/\/$/, '')}.csv?${asked}`
}

interface Props {
  shown: number
  total: number
  /** Name of the table that holds all rows; without one, they are in the page's twin. */
  csv?: string
  /** Which rows are shown. */
  order?: string
}

/** How much of a longer table stands on the page, and where the rest is; nothing where all of it does. */
export function FoldedNote(props: Props) {
  return props.shown < props.total ? <Note {...props} /> : null
}

function Note({ shown, total, csv, order }: Props) {
  const { t, format } = useI18n()
  const link = useCsvLink(csv ?? '')
  const words = [t('table.folded', { shown: format.count(shown), total: format.count(total) }), order]
  return (
    <p className="mt-2 text-xs text-muted" data-folded={total}>
      {words.filter(Boolean).join(' ')}
      {csv && (
        <>
          {' '}
          <a href={link} className="link" download>
            {t('table.csv')}
          </a>
        </>
      )}
    </p>
  )
}
