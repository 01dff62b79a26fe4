import { CONTRAST_LINES } from './catalogue/procedures.ts'
import { DAY_SECONDS, dayNumber, dayOf, monthOf, monthStart } from './clock.ts'
import type { Charge } from './day/billing.ts'
import type { AiRun } from './day/reading.ts'
import type { Random } from './random.ts'
import type { Modality } from './modality.ts'
import type { Center, Exam } from './types.ts'
import type { FormatAmount } from './write/csv.ts'
import type { Sink } from './write/sink.ts'

const TRACER_CNY = 1100
const READING_CNY: Record<Modality, number> = { MR: 60, CT: 32, DX: 16, MG: 30, US: 0, PT: 120 }
const POWER_CNY: Record<Modality, number> = { MR: 6, CT: 2.5, DX: 0.4, MG: 0.5, US: 0.3, PT: 8 }
const CONSUMABLES_CNY = 3
const MONTHS_OF_LEASE = 96
const SERVICE_PER_YEAR = 0.07
const FIXED_FLOOR = 0.15
/** Day of the next month on which a month's ledger is handed over. */
const HANDED_OVER_AFTER_DAYS = 5

interface Variable {
  consumables: number
  reading: number
  ai_fees: number
  power: number
}

/** Keeps what a center earned and used by month, and writes its monthly ledger from that; CNY. */
export class Ledger {
  private net = 0
  private readonly months = new Map<string, Variable>()

  constructor(
    private readonly center: Center,
    private readonly rng: Random,
  ) {}

  exam(exam: Exam, outsourced: boolean, runs: readonly AiRun[], charges: readonly Charge[]): void {
    const month = this.variable(exam.day)
    const { modality } = exam.scanner
    const { contrast } = exam.procedure
    month.consumables +=
      CONSUMABLES_CNY + (contrast ? CONTRAST_LINES[contrast].costCny : 0) + (modality === 'PT' ? TRACER_CNY : 0)
    month.power += POWER_CNY[modality]
    if (outsourced) month.reading += READING_CNY[modality]
    for (const run of runs) if (run.status === 'ok') month.ai_fees += run.product.feePerExamCny
    const share = partnerShareOn(this.center, dayOf(exam.startedAt!))
    for (const c of charges) this.net += (c.netInTheEnd / 100) * (c.payer === 'partner_settlement' ? 1 : 1 - share)
  }

  /**
   * Writes a row for every category of every month between two days. Fixed costs are what the revenue of the whole
   * period leaves for them at the center's target margin, shared out in the usual proportions, so that margins are
   * plausible at any size of network; a month that is only begun bears its part.
   */
  write(first: number, last: number, amount: FormatAmount, sink: Sink): void {
    const used = [...this.months.values()].reduce((sum, m) => sum + m.consumables + m.reading + m.ai_fees + m.power, 0)
    const forFixed = Math.max(this.net * (1 - this.center.targetMargin) - used, this.net * FIXED_FLOOR)
    const fixed = fixedWeights(this.center)
    const perWeightDay = forFixed / fixed.reduce((sum, f) => sum + f.weight, 0) / (last - first + 1)
    for (let start = monthStart(first); start <= last; start = monthStart(start, 1)) {
      const days = Math.min(last, monthStart(start, 1) - 1) - Math.max(first, start) + 1
      const rows: [category: string, behaviour: string, scanner: string, cny: number][] = []
      for (const f of fixed)
        rows.push([f.category, 'fixed', f.scannerId, f.weight * perWeightDay * days * this.jitter()])
      for (const [category, cny] of Object.entries(this.variable(start))) rows.push([category, 'variable', '', cny])
      this.emit(start, rows, amount, sink)
    }
  }

  private emit(start: number, rows: [string, string, string, number][], amount: FormatAmount, sink: Sink): void {
    const { center } = this
    const night = monthStart(start, 1) + HANDED_OVER_AFTER_DAYS
    const line = (at: number, [category, behaviour, scanner, cny]: [string, string, string, number]) =>
      `${center.code},${monthOf(start)},${category},${behaviour},${scanner},${amount(Math.round(cny * 100))},` +
      center.format(at * DAY_SECONDS + 18 * 3600)
    for (const row of rows) sink.add('costs', night, line(night, row))
    // The rent of one month is often corrected some days later.
    const rent = rows.find(([category]) => category === 'rent')
    if (rent && this.rng.chance(0.25))
      sink.add('costs', night + 9, line(night + 9, [...rent.slice(0, 3), rent[3] * 1.03] as typeof rent))
  }

  private variable(day: number): Variable {
    const month = monthOf(day)
    let found = this.months.get(month)
    if (!found) this.months.set(month, (found = { consumables: 0, reading: 0, ai_fees: 0, power: 0 }))
    return found
  }

  private jitter(): number {
    return this.rng.between(0.98, 1.02)
  }
}

export function partnerShareOn(center: Center, day: number): number {
  return center.termsChange && day >= center.termsChange.from ? center.termsChange.partnerShare : center.partnerShare
}

/** Fixed costs of an ordinary month, CNY, before they are scaled to what the center can bear. */
function fixedWeights(center: Center): { category: string; scannerId: string; weight: number }[] {
  const capex = center.scanners.reduce((sum, s) => sum + s.capexCny, 0)
  const own = center.scanners.flatMap((s) => [
    { category: 'equipment', scannerId: s.scannerId, weight: s.capexCny / MONTHS_OF_LEASE },
    ...(underWarranty(s.installedOn)
      ? []
      : [{ category: 'service_contract', scannerId: s.scannerId, weight: (s.capexCny * SERVICE_PER_YEAR) / 12 }]),
  ])
  const people = center.technologists.length * 13_000 + center.radiologists.length * 28_000
  const shared = [
    ['staff', people],
    ['rent', 18_000 + capex * 0.0012],
    ['power', 6_000 + capex * 0.0007],
    ['marketing', 9_000],
    ['hq', 12_000 + capex * 0.0006],
    ['other', 7_000],
  ] as const
  return [...own, ...shared.map(([category, weight]) => ({ category, scannerId: '', weight }))]
}

/** The maker's warranty covers a new scanner's service in its first year. */
function underWarranty(installedOn: string): boolean {
  return dayNumber('2026-01-01') - dayNumber(installedOn) < 365
}
