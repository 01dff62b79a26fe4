import { Link, useLocation } from '@remix-run/react'
import { useI18n } from '../i18n/use-i18n.ts'
import { MOST_ROWS } from './fold.ts'
import { viewFields } from './table-view.ts'

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
  /** Place of the first row that is shown, from 0. */
  first?: number
  /** Rows of a part. */
  size?: number
  /** Name of a table that is read in parts. */
  table?: string
  /** Name of the table that holds all rows; without one, they are in the page's twin. */
  csv?: string
  /** Which rows are shown. */
  order?: string
}

/** How much of a longer table stands on the page, and where the rest is; nothing where all of it does. */
export function FoldedNote(props: Props) {
  return props.shown < props.total ? <Note {...props} /> : null
}

/** The part before and the part after. */
function Parts({
  table,
  first,
  size,
  shown,
  total,
}: Required<Pick<Props, 'table' | 'first' | 'size' | 'shown' | 'total'>>) {
  const { t } = useI18n()
  const { pathname, search } = useLocation()
  const to = (part: number) => {
    const next = new URLSearchParams(search)
    next.set(viewFields(table).part, String(part))
    return `${pathname}?${next}`
  }
  const part = Math.floor(first / size) + 1
  return (
    <>
      {part > 1 && (
        <Link to={to(part - 1)} preventScrollReset className="link">
          {t('pager.previous')}
        </Link>
      )}
      {first + shown < total && (
        <Link to={to(part + 1)} preventScrollReset className="link">
          {t('pager.next')}
        </Link>
      )}
    </>
  )
}

function Note({ shown, total, first = 0, size = MOST_ROWS, table, csv, order }: Props) {
  const { t, format } = useI18n()
  const link = useCsvLink(csv ?? '')
  const counted =
    first > 0
      ? t('table.part', {
          from: format.count(first + 1),
          to: format.count(first + shown),
          total: format.count(total),
        })
      : t('table.folded', { shown: format.count(shown), total: format.count(total) })
  return (
    <p className="mt-2 flex flex-wrap gap-x-3 text-xs text-muted" data-folded={total}>
      <span>{[counted, order].filter(Boolean).join(' ')}</span>
      {table && <Parts table={table} first={first} size={size} shown={shown} total={total} />}
      {csv && (
        <a href={link} className="link" download>
          {t('table.csv')}
        </a>
      )}
    </p>
  )
}
