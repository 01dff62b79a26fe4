import type { CaseKind } from '#queries/cases/case-types.ts'
import { useLocation } from '@remix-run/react'
import type { ReactNode } from 'react'
import { useI18n } from '../i18n/use-i18n.ts'
import { caseValue, listFiles } from './case-input.ts'

/** Links to a list as files. */
export function ListFiles({ path }: { path: string }) {
  const { t } = useI18n()
  const { search } = useLocation()
  return (
    <span className="no-print flex gap-x-3">
      {listFiles(path, search).map(({ format, href }) => (
        <a key={format} href={href} className="link" download>
          {t('cases.download', { format: format.toUpperCase() })}
        </a>
      ))}
    </span>
  )
}

/** The column in which cases are ticked. */
export function tickColumn<Row extends object>(
  kind: CaseKind,
  label: (row: Row) => string,
  beside: (row: Row) => (string | null)[] = () => [],
) {
  return {
    key: 'tick',
    label: '' as ReactNode,
    cell: (row: Row) => (
      <input type="checkbox" name="case" value={caseValue(kind, row, ...beside(row))} aria-label={label(row)} />
    ),
  }
}
