import { Link } from '@remix-run/react'
import { useFilterLink } from '../filter-links.ts'

/** A scanner by its id; leads to its page, or to one of its days, in the same period. */
export function ScannerLink({ scanner_id, day, text }: { scanner_id: string; day?: string; text?: string }) {
  const link = useFilterLink()
  return (
    <Link to={link(`/scanners/${encodeURIComponent(scanner_id)}`, day ? { day } : {})} className="link">
      {text ?? scanner_id}
    </Link>
  )
}
