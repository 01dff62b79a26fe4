import type { LeftOut, Names, PageBase } from '../page/page-types.ts'

/** In the order in which they are told; what several of them do together is the last. */
export const EFFECTS = [
  'volume',
  'modality_mix',
  'payer_mix',
  'price',
  'denials',
  'partner_share',
  'variable_cost',
  'fixed_cost',
  'interaction',
] as const
export type Effect = (typeof EFFECTS)[number]

/** CNY to the fen. before + the nine effects = after, exactly. */
export type ProfitChange = { before: number; after: number; change: number } & Record<Effect, number>

export interface CenterChange extends ProfitChange, Names {
  center_code: string
}

export interface ChangeBar {
  step: 'before' | Effect | 'after'
  kind: 'total' | 'change'
  amount: number
}

/** What an exam or a line brought on both sides; sums over the centers compared, an average center's where they are the network's. */
export interface Moved {
  /** Performed exams of the modality; null by payer, since nobody counts exams by payer. */
  exams_before: number | null
  exams_after: number | null
  lines_before: number
  lines_after: number
  /** Allowed less refunds, CNY. */
  paid_before: number
  paid_after: number
  /** Denied charges ÷ gross charges; null without charges. */
  denied_share_before: number | null
  denied_share_after: number | null
}

export interface ModalityMoved extends Moved {
  /** Empty: lines of procedures without modality, such as contrast agent. */
  modality: string
}

export interface PayerMoved extends Moved {
  payer_class: string
}

export type Beside = 'months' | 'network'

export interface ChangePage extends PageBase {
  /** With earlier months of the same centers, or with an average other center of the same months. */
  beside: Beside
  /** Why nothing is explained: no closed month, none closed on both sides, or not one center to set beside the network. */
  why_not: 'no_closed_month' | 'none_comparable' | 'one_center' | 'not_asked' | null
  /** Centers on the earlier side: those compared, or the others of the network. */
  centers_before: number
  /** Other centers whose books are not closed in each month, with the network only: the filters name those between months. */
  left_out: LeftOut[]
  together: ProfitChange | null
  bars: ChangeBar[]
  centers: CenterChange[]
  modalities: ModalityMoved[]
  payers: PayerMoved[]
}
