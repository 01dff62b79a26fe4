import type { Kysely } from 'kysely'
import { centerGroups, centerPlaces } from '#queries/filter/centers.ts'
import type { Database } from '#queries/schema.ts'
import {
  MOST_OPTIONS,
  SEARCH_FIELDS,
  type CenterOption,
  type FilterOptions,
  type Found,
  type ScannerOption,
} from '../shell/shell-data.ts'

type Center = CenterOption & { province: string | null; ownership: string | null }

/** Everything that a filter may name. */
export interface Nameable {
  centers: Center[]
  scanners: ScannerOption[]
  modalities: string[]
  provinces: string[]
  ownerships: string[]
}

/** So many of what a search finds are offered; one more word finds less. */
const MOST_FOUND = 20

/** Every center and scanner of the reference data, every modality that was ever done. */
export async function nameable(db: Kysely<Database>): Promise<Nameable> {
  const [places, names, scanners, modalities, groups] = await Promise.all([
    centerPlaces(db),
    db.selectFrom('center').select(['center_code', 'name_en', 'name_zh']).orderBy('center_code').execute(),
    db.selectFrom('scanner').select(['scanner_id', 'center_code', 'modality']).orderBy('scanner_id').execute(),
    db.selectFrom('mart.center_day').select('modality').distinct().orderBy('modality').execute(),
    centerGroups(db),
  ])
  const named = new Map(names.map((row) => [row.center_code, row]))
  return {
    centers: places.map((place) => {
      const row = named.get(place.center_code)
      const name_en = row?.name_en ?? row?.name_zh ?? ''
      return { ...place, name_en, name_zh: row?.name_zh ?? name_en }
    }),
    scanners: scanners.map((s) => ({
      scanner_id: s.scanner_id ?? '',
      center_code: s.center_code ?? '',
      modality: s.modality ?? '',
    })),
    modalities: modalities.flatMap((m) => m.modality ?? []),
    ...groups,
  }
}

export const NOTHING_NAMEABLE: Nameable = { centers: [], scanners: [], modalities: [], provinces: [], ownerships: [] }

const among = (chosen: string[], value: string | null) =>
  chosen.length === 0 || (value !== null && chosen.includes(value))
const given = (search: URLSearchParams, name: string) => search.getAll(name).filter(Boolean)

interface Addable {
  center: Center[]
  scanner: ScannerOption[]
}

/** What one may still add: of the groups that are chosen, and not chosen itself. */
function addable(all: Nameable, search: URLSearchParams): Addable {
  const [province, ownership] = [given(search, 'province'), given(search, 'ownership')]
  const inGroups = all.centers.filter((c) => among(province, c.province) && among(ownership, c.ownership))
  const chosen = new Set(given(search, 'center'))
  const inFilter = new Set(
    inGroups.filter((c) => chosen.size === 0 || chosen.has(c.center_code)).map((c) => c.center_code),
  )
  const modality = given(search, 'modality')
  const scanner = new Set(given(search, 'scanner'))
  return {
    center: inGroups.filter((c) => !chosen.has(c.center_code)),
    scanner: all.scanners.filter(
      (s) => inFilter.has(s.center_code) && among(modality, s.modality) && !scanner.has(s.scanner_id),
    ),
  }
}

const centerWords = (c: Center) => `${c.center_code} ${c.name_en} ${c.name_zh}`
const scannerWords = (s: ScannerOption) => `${s.scanner_id} ${s.modality} ${s.center_code}`

/** Those that hold every word of a text, without regard to case. */
function holding<Option>(options: Option[], words: (option: Option) => string, text: string): Option[] {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 10)
  return options.filter((option) => wanted.every((word) => words(option).toLowerCase().includes(word)))
}

const textOf = (search: URLSearchParams, field: keyof typeof SEARCH_FIELDS) =>
  (search.get(SEARCH_FIELDS[field]) ?? '').trim().slice(0, 100)

function first<Option, Shown>(text: string, options: Option[], show: (option: Option) => Shown): Found<Shown> | null {
  return text === '' ? null : { text, options: options.slice(0, MOST_FOUND).map(show), total: options.length }
}

const asOption = ({ center_code, name_en, name_zh }: Center): CenterOption => ({ center_code, name_en, name_zh })
const same = <T>(value: T) => value

/** What a search of centers and of scanners finds, each named by its field. */
export function findOptions(all: Nameable, search: URLSearchParams): FilterOptions['found'] {
  return foundAmong(addable(all, search), search)
}

function foundAmong({ center, scanner }: Addable, search: URLSearchParams): FilterOptions['found'] {
  const [a, b] = [textOf(search, 'center'), textOf(search, 'scanner')]
  return {
    center: first(a, holding(center, centerWords, a), asOption),
    scanner: first(b, holding(scanner, scannerWords, b), same),
  }
}

/** What the filter bar of a page at an address offers: lists where they are short, else what was searched. */
export function filterOptions(all: Nameable, search: URLSearchParams): FilterOptions {
  const { center, scanner } = addable(all, search)
  const listed = all.centers.length <= MOST_OPTIONS
  const chosen = new Set(given(search, 'center'))
  return {
    centers: listed ? center.map(asOption) : null,
    scanners: scanner.length <= MOST_OPTIONS ? scanner : null,
    chosen: all.centers.filter((c) => chosen.has(c.center_code)).map(asOption),
    modalities: all.modalities,
    provinces: listed ? [] : all.provinces,
    ownerships: listed ? [] : all.ownerships,
    found: foundAmong({ center, scanner }, search),
  }
}

/** The one thing that a text names: its code, its code and name, or all that it finds. */
function only<Option>(options: Option[], code: (o: Option) => string, words: (o: Option) => string, text: string) {
  const wanted = text.toLowerCase()
  const named = options.find(
    (o) => code(o).toLowerCase() === wanted || wanted.startsWith(`${code(o).toLowerCase()} · `),
  )
  const held = named ? [named] : holding(options, words, text)
  return held.length === 1 ? code(held[0]!) : null
}

/**
 * The address whose search names one center or scanner, with that in its filter; null where nothing was searched, or
 * more than one thing is found.
 */
export function withFound(all: Nameable, search: URLSearchParams): URLSearchParams | null {
  const { center, scanner } = addable(all, search)
  const [a, b] = [textOf(search, 'center'), textOf(search, 'scanner')]
  const codes = {
    center: a && only(center, (c) => c.center_code, centerWords, a),
    scanner: b && only(scanner, (s) => s.scanner_id, scannerWords, b),
  }
  if (!codes.center && !codes.scanner) return null
  const next = new URLSearchParams(search)
  for (const field of ['center', 'scanner'] as const) {
    const code = codes[field]
    if (!code) continue
    next.append(field, code)
    next.delete(SEARCH_FIELDS[field])
  }
  return next
}
