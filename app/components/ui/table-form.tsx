import { Form, useLocation, useSearchParams } from '@remix-run/react'
import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/use-i18n.ts'
import { viewFields, type TableView } from '../../served/table-view.ts'

const formId = (table: string) => `view-${table}`

interface FormProps {
  table: string
  view: TableView
  label: string
  isSearched: boolean
}

/** Sends how a table is looked at with the rest of the address, once for all its headings; it works without scripts. */
export function TableForm({ table, view, label, isSearched }: FormProps) {
  const { t } = useI18n()
  const { pathname } = useLocation()
  const [search] = useSearchParams()
  const fields = viewFields(table)
  const own: string[] = Object.values(fields)
  const sort = view.sort && `${view.descending ? '-' : ''}${view.sort}`
  return (
    <Form
      id={formId(table)}
      method="get"
      action={pathname}
      preventScrollReset
      className="no-print mb-2 flex items-center gap-2 empty:hidden"
    >
      {[...search].flatMap(([name, value], place) =>
        own.includes(name) || value === '' ? [] : [<input key={place} type="hidden" name={name} value={value} />],
      )}
      {isSearched ? (
        <>
          <input
            type="search"
            name={fields.find}
            defaultValue={view.find}
            placeholder={t('table.find')}
            aria-label={t('table.find_in', { label })}
            className="field w-48"
          />
          {/* Also what Enter presses: the first button, before those of the headings. */}
          <button name={fields.sort} value={sort ?? ''} className="button h-8">
            {t('table.find_do')}
          </button>
        </>
      ) : null}
    </Form>
  )
}

interface HeadingProps {
  table: string
  view: TableView
  column: { key: string; label: ReactNode; numeric?: boolean }
}

/** A heading that sorts: numbers by the greatest first, texts by the alphabet, and the other way round when pressed again. */
export function SortHeading({ table, view, column: { key, label, numeric = false } }: HeadingProps) {
  const isSorted = view.sort === key
  const next = isSorted ? !view.descending : numeric
  const sorted = view.descending ? 'descending' : 'ascending'
  return (
    <th scope="col" className={numeric ? 'n' : undefined} aria-sort={isSorted ? sorted : undefined}>
      <button form={formId(table)} name={viewFields(table).sort} value={`${next ? '-' : ''}${key}`}>
        {label}
        {isSorted && <span aria-hidden> {view.descending ? '↓' : '↑'}</span>}
      </button>
    </th>
  )
}
