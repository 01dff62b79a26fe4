import { useState, type FormEvent } from 'react'
import { useI18n } from '../i18n/use-i18n.ts'

export interface PickerOption {
  value: string
  label: string
}

/** What a server finds for a text, where there is too much for a list. */
export interface PickerSearch {
  options: PickerOption[]
  total: number
  ask: (event: FormEvent<HTMLInputElement>) => void
  /** Name and value by which the search works as a plain form. */
  name: string
  value: string
}

interface Props {
  name: string
  label: string
  /** What the closed picker says while nothing is chosen. */
  all: string
  chosen: PickerOption[]
  /** What may be chosen beside it; null where it is searched. */
  options: PickerOption[] | null
  search?: PickerSearch
}

/** So many of what is chosen stand as boxes; the rest rides along. */
const MOST_BOXES = 60
/** Fewer than this are found by the eye. */
const FEW = 8

const holds = (label: string, text: string) =>
  text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => label.toLowerCase().includes(word))

function Box({
  name,
  option,
  isPicked,
  set,
}: {
  name: string
  option: PickerOption
  isPicked: boolean
  set: () => void
}) {
  return (
    <li>
      <label className="flex min-h-7 cursor-pointer items-center gap-2 rounded px-1 text-ink hover:bg-raised">
        <input
          type="checkbox"
          name={name}
          value={option.value}
          checked={isPicked}
          onChange={set}
          className="form-checkbox h-4 w-4 shrink-0 rounded border-line bg-surface text-accent"
        />
        <span className="min-w-0 break-words">{option.label}</span>
      </label>
    </li>
  )
}

/** What is picked stands first and stays; below it what the text finds. */
function usePicked({ chosen, options, search }: Props) {
  const [picked, setPicked] = useState(chosen)
  const [text, setText] = useState('')
  const isPicked = (option: PickerOption) => picked.some(({ value }) => value === option.value)
  const found = options ? options.filter(({ label }) => holds(label, text)) : (search?.options ?? [])
  return {
    picked,
    text,
    setText,
    rest: found.filter((option) => !isPicked(option)),
    toggle: (option: PickerOption) =>
      setPicked(isPicked(option) ? picked.filter(({ value }) => value !== option.value) : [...picked, option]),
    isChanged: picked.length !== chosen.length || chosen.some((option) => !isPicked(option)),
  }
}

/** Several values of a filter at once, searched by their words. A form's part: without scripts its boxes are sent as well. */
export function Picker(props: Props) {
  const { name, label, all, options, search } = props
  const { t, format } = useI18n()
  const { picked, text, setText, rest, toggle, isChanged } = usePicked(props)
  const isSearched = search !== undefined || (options?.length ?? 0) + picked.length > FEW
  const [first] = picked
  return (
    <div className="min-w-0 text-xs text-muted max-lg:has-[details[open]]:col-span-2" data-picker={name}>
      <span aria-hidden>{label}</span>
      <details className="picker relative">
        <summary className="field flex w-full cursor-pointer list-none items-center justify-between gap-1 lg:w-40">
          <span className="sr-only">{label}: </span>
          <span className="truncate">
            {!first ? all : picked.length === 1 ? first.label : t('filter.chosen', { n: format.count(picked.length) })}
          </span>
          <span aria-hidden>▾</span>
        </summary>
        <div className="popover">
          {isSearched && (
            <input
              type="search"
              // What is ticked is what is meant, whatever is still typed.
              name={isChanged ? undefined : search?.name}
              defaultValue={search?.value ?? ''}
              aria-label={t('filter.search_in', { label })}
              placeholder={t('filter.search')}
              autoComplete="off"
              onInput={(event) => {
                setText(event.currentTarget.value)
                search?.ask(event)
              }}
              className="field mb-1 w-full"
            />
          )}
          <ul aria-label={label} className="max-h-64 overflow-y-auto">
            {[...picked.slice(0, MOST_BOXES), ...rest].map((option) => (
              <Box
                key={option.value}
                {...{ name, option }}
                isPicked={picked.includes(option)}
                set={() => toggle(option)}
              />
            ))}
          </ul>
          {picked.slice(MOST_BOXES).map(({ value }) => (
            <input key={value} type="hidden" name={name} value={value} />
          ))}
          <p role="status" className="px-1 pt-1 empty:hidden">
            {picked.length > MOST_BOXES && t('filter.more', { n: format.count(picked.length - MOST_BOXES) })}
            {text && rest.length === 0 && t('filter.found_none', { text })}
            {search && search.total > search.options.length && t('filter.found_more')}
          </p>
        </div>
      </details>
    </div>
  )
}
