import { dayOf, isoDay } from '../clock.ts'
import type { Charge, PayerClass } from '../day/billing.ts'
import type { Center, Exam } from '../types.ts'
import type { FormatAmount } from './csv.ts'
import type { Sink } from './sink.ts'

/** Puts a charge into the nightly files; of several states on one day only the last was ever handed over. */
export function emitCharge(center: Center, exam: Exam, charge: Charge, amount: FormatAmount, sink: Sink): void {
  const { states } = charge
  const t = center.format
  const head =
    `${center.code},${charge.chargeId},${exam.accessionNo},${charge.procedureCode},${isoDay(dayOf(exam.startedAt!))},` +
    `${charge.payer},${payerName(center, exam, charge.payer)},${amount(charge.chargeAmount)}`
  states.forEach((s, i) => {
    const night = dayOf(s.updatedAt)
    const next = states[i + 1]
    if (next && dayOf(next.updatedAt) === night) return
    sink.add(
      'billing',
      night,
      `${head},${amount(s.allowed)},${amount(s.insurerPaid)},${amount(s.patientPaid)},${amount(s.refunded)},` +
        `${s.status},${s.denialCode},${t(charge.billedAt)},${t(s.settledAt)},${t(s.updatedAt)}`,
    )
  })
}

/** Offices and companies, never a person. */
function payerName(center: Center, exam: Exam, payer: PayerClass): string {
  const number = String((Number(exam.patient.id) % 23) + 1).padStart(2, '0')
  if (payer === 'urban_employee' || payer === 'urban_rural_resident') return `${center.city}市医疗保障局`
  if (payer === 'commercial') return `商业保险${number}`
  if (payer === 'corporate') return `体检单位${number}`
  if (payer === 'partner_settlement') return `合作医院${number}`
  return ''
}
