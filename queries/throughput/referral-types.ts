import type { PageBase } from '../page/page-types.ts'

/** A source of exams, from the order to the report. */
export interface ReferralRow {
  referral_source: string | null
  /** All exams of the period, whatever became of them. */
  ordered: number
  /** Those that were not cancelled. */
  scheduled: number
  performed: number
  reported: number
  /** Performed of ordered; null below ten orders. */
  conversion_rate: number | null
  low: number | null
  high: number | null
  /** Days from the order to the slot, calendar time; null below five. */
  lead_days_median: number | null
  /** Performed exams whose patient had a performed one at the center in the 12 months before. */
  returning_exams: number
  /** Of the performed; null below ten. */
  returning_rate: number | null
  /** Net revenue of the performed exams; null for who may not see money. */
  net_revenue: number | null
}

/** Counts of a referring physician by key; null below 5, so that no patient can be told from them. */
export interface PhysicianRow {
  referring_physician_key: string
  ordered: number
  scheduled: number | null
  performed: number | null
  reported: number | null
}

export interface ReferralsPage extends PageBase {
  sources: ReferralRow[]
  /** In the order of the key, which says nothing: this is no ranking. At most 200. */
  physicians: PhysicianRow[]
  /** All physicians, and those of them with fewer than five exams. */
  physicians_total: number
  physicians_hidden: number
}
