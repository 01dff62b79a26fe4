import type { Happening } from '#queries/page/happenings.ts'
import type { Person } from '../access.ts'

/** Remix names a route by its file. */
export const SHELL_ROUTE = 'shell/shell-route'

/** What the frame around every page shows. */
export interface ShellState {
  user: Person & { user_name: string }
  snapshot: {
    snapshot_id: string
    published_at: string
    age_seconds: number
    is_demo: boolean
    rejected_rows: number
    failed_checks: number
  } | null
  /** Last local day with a performed exam; presets count back from it. */
  last_day: string | null
  /** What charts over time mark, within the period of the address. */
  happenings: Happening[]
  options: FilterOptions
  /** Fields of the filter that cannot be applied. */
  refused: string[]
  /** Whether the server has a browser that makes PDF of pages. */
  makes_pdf: boolean
}

export interface CenterOption {
  center_code: string
  name_en: string
  name_zh: string
}

export interface ScannerOption {
  scanner_id: string
  center_code: string
  modality: string
}

/** More than this are searched, not chosen from a list. */
export const MOST_OPTIONS = 60

/** What a search finds: the first of so many. */
export interface Found<Option> {
  text: string
  options: Option[]
  total: number
}

export interface FilterOptions {
  /** All that the other filters leave, or null where they are too many for a list. */
  centers: CenterOption[] | null
  scanners: ScannerOption[] | null
  /** Names of the centers that are chosen. */
  chosen: CenterOption[]
  modalities: string[]
  /** Groups of centers, where there are too many centers for a list. */
  provinces: string[]
  ownerships: string[]
  /** What a search without scripts found. */
  found: { center: Found<CenterOption> | null; scanner: Found<ScannerOption> | null }
}

/** Name of the field in which a person gives the last day of a period; addresses have the day after it, as `to`. */
export const LAST_DAY_FIELD = 'until'

/** Names of the fields in which a center or a scanner is searched; what they find is then named by `center`, `scanner`. */
export const SEARCH_FIELDS = { center: 'add_center', scanner: 'add_scanner' } as const
