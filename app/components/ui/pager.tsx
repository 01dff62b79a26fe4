import { Link, useLocation, useSearchParams } from '@remix-run/react'
import { useI18n } from '../../i18n/use-i18n.ts'

interface Props {
  total: number
  page: number
  pageSize: number
  /** Name of the page number in the address. */
  parameter: string
  hash?: string
}

/** Steps through a longer list; the rest of the address stays. */
export function Pager({ total, page, pageSize, parameter, hash = '' }: Props) {
  const { t, format } = useI18n()
  const { pathname } = useLocation()
  const [search] = useSearchParams()
  const pages = Math.max(1, Math.ceil(total / pageSize))
  const to = (number: number) => {
    const next = new URLSearchParams(search)
    next.set(parameter, String(number))
    return `${pathname}?${next}${hash}`
  }
  if (pages === 1) return <p className="mt-2 text-xs text-muted">{t('pager.total', { total: format.count(total) })}</p>
  return (
    <nav aria-label={t('pager.label')} className="mt-2 flex items-center gap-3 text-xs text-muted">
      {page > 1 && (
        <Link to={to(page - 1)} className="link">
          {t('pager.previous')}
        </Link>
      )}
      <span className="tabular-nums">{t('pager.place', { page, pages, total: format.count(total) })}</span>
      {page < pages && (
        <Link to={to(page + 1)} className="link">
          {t('pager.next')}
        </Link>
      )}
    </nav>
  )
}
