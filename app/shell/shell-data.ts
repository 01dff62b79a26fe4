import type { Role } from '../access.ts'

/** What the frame around every page shows. */
export interface ShellState {
  user: { user_name: string; role: Role }
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
  options: FilterOptions
}

export interface FilterOptions {
  centers: { center_code: string; name_en: string; name_zh: string }[]
  modalities: string[]
  scanners: { scanner_id: string; center_code: string; modality: string }[]
}
