import { Link, useFetcher, useLocation, useSearchParams } from '@remix-run/react'
import { useEffect, useRef, type FormEvent } from 'react'
import { filterLink } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import type { PickerSearch } from './picker.tsx'
import { SEARCH_FIELDS, type CenterOption, type FilterOptions, type ScannerOption } from './shell-data.ts'

type Field = keyof typeof SEARCH_FIELDS
type Option = CenterOption | ScannerOption

/** Long enough that a word is not asked for letter by letter. */
const PAUSE_MS = 150

const codeOf = (option: Option) => ('scanner_id' in option ? option.scanner_id : option.center_code)

/** The code first: by it the server knows what was chosen. */
function useLabel() {
  const { name } = useI18n()
  return (option: Option) =>
    `${codeOf(option)} · ${'scanner_id' in option ? `${option.modality} · ${option.center_code}` : name(option)}`
}

/** What the server finds for a text, once the hand rests; without scripts the text is sent with the form. */
export function useSearch(field: Field): PickerSearch {
  const fetcher = useFetcher<FilterOptions['found']>()
  const { search } = useLocation()
  const write = useLabel()
  const timer = useRef<ReturnType<typeof setTimeout>>()
  useEffect(() => () => clearTimeout(timer.current), [])
  const name = SEARCH_FIELDS[field]
  const ask = (event: FormEvent<HTMLInputElement>) => {
    const asked = new URLSearchParams(search)
    asked.set(name, event.currentTarget.value)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => fetcher.load(`/options?${asked}`), PAUSE_MS)
  }
  const found = fetcher.data?.[field]
  const options: Option[] = found?.options ?? []
  return {
    options: options.map((option) => ({ value: codeOf(option), label: write(option) })),
    total: found?.total ?? 0,
    ask,
    name,
    value: new URLSearchParams(search).get(name) ?? '',
  }
}

/** What a search found that names more than one thing: each is a link that adds it. */
export function FoundList({ found }: { found: FilterOptions['found'] }) {
  const { t, format } = useI18n()
  const { pathname } = useLocation()
  const [search] = useSearchParams()
  const write = useLabel()
  return (['center', 'scanner'] as const).map((field) => {
    const of = found[field]
    if (!of) return null
    const add = (option: Option) =>
      filterLink(pathname, search, {
        scanner: search.getAll('scanner'),
        [field]: [...search.getAll(field), codeOf(option)],
      })
    return (
      <div key={field} role="status" className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs">
        <span className="text-muted">
          {t(of.total === 0 ? 'filter.found_none' : 'filter.found', { text: of.text, n: format.count(of.total) })}
        </span>
        {of.options.map((option) => (
          <Link key={codeOf(option)} to={add(option)} className="link">
            {write(option)}
          </Link>
        ))}
        {of.total > of.options.length && <span className="text-muted">{t('filter.found_more')}</span>}
      </div>
    )
  })
}
