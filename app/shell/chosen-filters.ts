import { useSearchParams } from '@remix-run/react'
import { CENTER_FILTERS } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import type { FilterOptions } from './shell-data.ts'

const FIELDS = [...CENTER_FILTERS, 'modality', 'scanner'] as const

export interface Chosen {
  field: (typeof FIELDS)[number]
  value: string
  /** The value in the reader's words. */
  label: string
}

/** What the address's filter narrows the page to, in the order of the fields. */
export function useChosen(options: FilterOptions): Chosen[] {
  const { name, code, place } = useI18n()
  const [search] = useSearchParams()
  const names = new Map(options.chosen.map((c) => [c.center_code, name(c)]))
  const labelOf = (field: Chosen['field'], value: string) => {
    if (field === 'center') return `${names.get(value) ?? ''} ${value}`.trim()
    if (field === 'province') return place(value)
    return field === 'ownership' ? code('ownership', value) : value
  }
  return FIELDS.flatMap((field) =>
    search
      .getAll(field)
      .filter(Boolean)
      .map((value) => ({ field, value, label: labelOf(field, value) })),
  )
}
