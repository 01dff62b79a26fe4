import { Link } from '@remix-run/react'
import { useCenterLink } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'

/** A center by name and code; leads to its page in the same period. */
export function CenterLink({ center }: { center: { center_code: string; name_en?: string; name_zh?: string } }) {
  const link = useCenterLink()
  const { name } = useI18n()
  const label = name({ name_en: center.name_en ?? '', name_zh: center.name_zh ?? '' })
  return (
    <Link to={link(center.center_code)} className="link">
      {label && label !== center.center_code ? label : center.center_code}
      {label && label !== center.center_code && <span className="text-muted"> {center.center_code}</span>}
    </Link>
  )
}
