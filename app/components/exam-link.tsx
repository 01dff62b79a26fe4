import { Link } from '@remix-run/react'
import { examPath } from '../filter-links.ts'

/** An exam by its accession number; leads to its page. `list`: the query of the list that it leads back to. */
export function ExamLink({ exam, list }: { exam: { center_code: string; accession_no: string }; list?: string }) {
  return (
    <Link to={list === undefined ? examPath(exam) : `${examPath(exam)}?${list}`} className="link">
      {exam.accession_no}
    </Link>
  )
}
