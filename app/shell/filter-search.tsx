import { Link, useFetcher, useLocation, useSearchParams } from '@remix-run/react'
import { useEffect, useRef, type FormEvent } from 'react'
import { filterLink } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'
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

/** Asks the server for what matches, once the hand rests. */
function useFound(field: Field) {
  const fetcher = useFetcher<FilterOptions['found']>()
  const { search } = useLocation()
  const timer = useRef<ReturnType<typeof setTimeout>>()
  useEffect(() => () => clearTimeout(timer.current), [])
  const ask = (event: FormEvent<HTMLInputElement>) => {
    const asked = new URLSearchParams(search)
    asked.set(SEARCH_FIELDS[field], event.currentTarget.value)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => fetcher.load(`/options?${asked}`), PAUSE_MS)
  }
  return { ask, options: fetcher.data?.[field]?.options ?? [] }
}

/** One more of too many for a list: a text that the server completes, and that works as a plain search without scripts. */
export function SearchField({ field, label }: { field: Field; label: string }) {
  const { t } = useI18n()
  const [search] = useSearchParams()
  const { ask, options } = useFound(field)
  const write = useLabel()
  const name = SEARCH_FIELDS[field]
  return (
    <label className="flex min-w-0 flex-col text-xs text-muted">
      {label}
      <input
        type="search"
        name={name}
        list={`${name}-list`}
        autoComplete="off"
        placeholder={t('filter.search')}
        defaultValue={search.get(name) ?? ''}
        onInput={ask}
        className="field w-full lg:w-44"
      />
      <datalist id={`${name}-list`}>
        {options.map((option) => (
          <option key={codeOf(option)} value={write(option)} />
        ))}
      </datalist>
    </label>
  )
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
