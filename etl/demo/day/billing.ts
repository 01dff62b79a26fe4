import { CONTRAST_LINES } from '../catalogue/procedures.ts'
import { DAY_SECONDS, dayOf } from '../clock.ts'
import type { Random } from '../random.ts'
import { PRICE_CUT_PROVINCE } from '../stories.ts'
import type { Modality } from '../modality.ts'
import type { Center, Exam } from '../types.ts'

export type PayerClass =
  | 'urban_employee'
  | 'urban_rural_resident'
  | 'commercial'
  | 'self_pay'
  | 'corporate'
  | 'partner_settlement'
  | 'other_public'
  | 'other'

/** A charge line as it stands from one moment on; money in fen. */
export interface ChargeState {
  status: 'billed' | 'paid' | 'partly_paid' | 'denied' | 'refunded' | 'written_off' | 'void'
  allowed: number | null
  insurerPaid: number | null
  patientPaid: number | null
  refunded: number | null
  denialCode: string
  settledAt: number | null
  updatedAt: number
}

export interface Charge {
  chargeId: string
  procedureCode: string
  payer: PayerClass
  chargeAmount: number
  billedAt: number
  states: ChargeState[]
  /** What stays as revenue in the end, before a partner's share: allowed less refunds. */
  netInTheEnd: number
}

interface PayerTerms {
  share: number
  /** Part of the charge that is allowed, and of that the insurer's part. */
  allowed: number
  insurer: number
}

const PAYERS: Record<PayerClass, PayerTerms> = {
  urban_employee: { share: 38, allowed: 0.97, insurer: 0.78 },
  urban_rural_resident: { share: 30, allowed: 0.94, insurer: 0.6 },
  commercial: { share: 4, allowed: 0.91, insurer: 0.85 },
  self_pay: { share: 19, allowed: 1, insurer: 0 },
  corporate: { share: 0, allowed: 0.82, insurer: 0 },
  partner_settlement: { share: 0, allowed: 0.62, insurer: 0 },
  other_public: { share: 5, allowed: 0.92, insurer: 0.9 },
  other: { share: 4, allowed: 0.9, insurer: 0.3 },
}
const OPEN_PAYERS = (Object.keys(PAYERS) as PayerClass[]).filter((p) => PAYERS[p].share > 0)
const PRICE_CUT: Partial<Record<Modality, number>> = { MR: 0.8, CT: 0.84, PT: 0.55 }
const DENIED = 0.03
const DENIED_IN_WAVE = 0.2
const DENIAL_CODES = ['D01', 'D04', 'D09', 'D12']
const WAVE_CODE = 'D17'
const NEVER_BILLED = 0.004
/** Who does not pay where receivables age. */
const LATE_PAYER: PayerClass = 'urban_rural_resident'

/** Charge lines of a performed exam, with everything that will happen to them. */
export function chargesOf(center: Center, exam: Exam, rng: Random): Charge[] {
  if (rng.chance(NEVER_BILLED)) return []
  const payer = payerOf(exam, center, rng)
  const { procedure } = exam
  const lines = [charge(center, exam, 1, procedure.code, procedure.listPriceCny * priceCut(center, exam), payer, rng)]
  if (procedure.contrast) {
    const line = CONTRAST_LINES[procedure.contrast]
    lines.push(charge(center, exam, 2, line.code, line.listPriceCny, payer, rng))
  }
  return lines
}

function payerOf(exam: Exam, center: Center, rng: Random): PayerClass {
  if (exam.referral === 'checkup') return rng.chance(0.75) ? 'corporate' : 'self_pay'
  if (exam.referral === 'partner_hospital' && rng.chance(center.ownership === 'partnered' ? 0.3 : 0.2))
    return 'partner_settlement'
  let point = rng.float() * 100
  for (const payer of OPEN_PAYERS) {
    point -= PAYERS[payer].share
    if (point < 0) return payer
  }
  return 'other'
}

function priceCut(center: Center, exam: Exam): number {
  const from = center.effects.tariff_cut
  const cut = center.province === PRICE_CUT_PROVINCE && from !== null && exam.day >= from
  return cut ? (PRICE_CUT[exam.procedure.modality] ?? 1) : 1
}

function charge(
  center: Center,
  exam: Exam,
  number: number,
  procedureCode: string,
  priceCny: number,
  payer: PayerClass,
  rng: Random,
): Charge {
  const chargeAmount = Math.round(priceCny * center.priceFactor) * 100
  const billedAt = Math.min(exam.completedAt! + rng.int(5, 90) * 60, (dayOf(exam.completedAt!) + 1) * DAY_SECONDS - 60)
  const allowed = Math.round(chargeAmount * PAYERS[payer].allowed)
  const line = { chargeId: `${exam.accessionNo}-${number}`, procedureCode, payer, chargeAmount, billedAt }
  const states = settle(center, exam, payer, allowed, billedAt, rng)
  const end = states.at(-1)!
  const earns = end.status === 'billed' || end.status === 'paid' || end.status === 'partly_paid'
  return { ...line, states, netInTheEnd: earns ? (end.allowed ?? allowed) - (end.refunded ?? 0) : 0 }
}

function settle(
  center: Center,
  exam: Exam,
  payer: PayerClass,
  allowed: number,
  billedAt: number,
  rng: Random,
): ChargeState[] {
  const billed = state('billed', billedAt)
  if (rng.chance(0.003)) return [billed, state('void', billedAt + rng.int(1, 3) * DAY_SECONDS)]
  if (payer === 'self_pay') return selfPay(allowed, billedAt, rng)
  if (payer === 'corporate' || payer === 'partner_settlement') return onAccount(payer, billed, allowed, rng)
  return insured(center, exam, payer, billed, allowed, rng)
}

/** Paid at the counter; a few get some or all of it back. */
function selfPay(allowed: number, billedAt: number, rng: Random): ChargeState[] {
  const paid = { ...state('paid', billedAt), allowed, patientPaid: allowed, settledAt: billedAt }
  const later = billedAt + rng.int(1, 12) * DAY_SECONDS
  const u = rng.float()
  if (u < 0.006) return [paid, { ...paid, status: 'refunded', refunded: allowed, updatedAt: later }]
  if (u < 0.012) return [paid, { ...paid, refunded: Math.round(allowed * rng.between(0.1, 0.5)), updatedAt: later }]
  return [paid]
}

/** Companies and partner hospitals agree on a monthly statement and pay later. */
function onAccount(payer: PayerClass, billed: ChargeState, allowed: number, rng: Random): ChargeState[] {
  const agreedAt = billed.updatedAt + rng.int(3, 18) * DAY_SECONDS
  const agreed: ChargeState = { ...billed, allowed, updatedAt: agreedAt }
  const days = payer === 'corporate' ? rng.int(15, 50) : rng.int(90, 210)
  const settledAt = agreedAt + days * DAY_SECONDS
  if (payer === 'partner_settlement' && rng.chance(0.015)) {
    return [billed, agreed, { ...agreed, status: 'written_off', updatedAt: settledAt }]
  }
  return [billed, agreed, { ...agreed, status: 'paid', patientPaid: allowed, settledAt, updatedAt: settledAt }]
}

/** The patient pays at once, the bureau judges within days and pays after weeks. */
function insured(
  center: Center,
  exam: Exam,
  payer: PayerClass,
  billed: ChargeState,
  allowed: number,
  rng: Random,
): ChargeState[] {
  const judged = payer === 'urban_employee' || payer === 'urban_rural_resident'
  const wave = judged && center.effects.denial_wave !== null && exam.day >= center.effects.denial_wave
  const insurer = Math.round(allowed * PAYERS[payer].insurer)
  const online = judged && rng.chance(0.6)
  const judgedAt = online ? billed.updatedAt : billed.updatedAt + rng.int(2, 11) * DAY_SECONDS + rng.int(0, 7200)
  const partly: ChargeState = {
    ...billed,
    status: 'partly_paid',
    allowed,
    patientPaid: allowed - insurer,
    updatedAt: judgedAt,
  }
  const before = online ? [] : [billed]
  const deniable = judged || payer === 'commercial'
  if (deniable && rng.chance(wave ? DENIED_IN_WAVE : DENIED)) {
    const at = online ? judgedAt + rng.int(4, 14) * DAY_SECONDS : judgedAt
    const denialCode = wave && rng.chance(0.85) ? WAVE_CODE : rng.pick(DENIAL_CODES)
    const denied: ChargeState = { ...state('denied', at), allowed: 0, denialCode, settledAt: at }
    return online ? [partly, denied] : [billed, denied]
  }
  const settledAt = judgedAt + (payer === 'commercial' ? rng.int(20, 45) : rng.int(45, 90)) * DAY_SECONDS
  if (rng.chance(0.003)) return [...before, partly, { ...partly, status: 'written_off', updatedAt: settledAt }]
  const from = payer === LATE_PAYER ? center.effects.receivables_age : null
  if (from !== null && exam.day >= from) return [...before, partly]
  return [...before, partly, { ...partly, status: 'paid', insurerPaid: insurer, settledAt, updatedAt: settledAt }]
}

function state(status: ChargeState['status'], updatedAt: number): ChargeState {
  const none = { allowed: null, insurerPaid: null, patientPaid: null, refunded: null, settledAt: null }
  return { status, ...none, denialCode: '', updatedAt }
}
