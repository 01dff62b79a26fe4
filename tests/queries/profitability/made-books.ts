import type { Row, Rows } from '../support/warehouse.ts'

/** Lines of a month that are alike; amounts in CNY a line. */
export interface MadeLines {
  modality: string
  payer?: string
  lines: number
  charge: number
  /** Undenied lines are allowed this; as charged unless given. */
  allowed?: number
  denied?: number
}

export interface MadeMonth {
  exams: Record<string, number>
  lines: MadeLines[]
  /** 0…1, of what is allowed to others than the partner. */
  share?: number
  variable: number
  fixed: number
  state?: 'open' | 'closed'
}

const fen = (amount: number) => Math.round(amount * 100) / 100

function chargesOf(center_code: string, month: string, { lines }: MadeMonth): Row[] {
  return lines.flatMap(({ modality, payer = 'self_pay', lines: n, charge, allowed = charge, denied = 0 }, place) =>
    Array.from({ length: n }, (_, i): Row => {
      const isDenied = i < denied
      return {
        ...{ center_code, charge_id: `${month}-${place}-${i}`, service_date: `${month.slice(0, 8)}05` },
        ...{ procedure_code: `P-${modality}`, payer_class: payer, charge_amount: charge },
        ...{ status: isDenied ? 'denied' : 'paid', allowed_amount: isDenied ? null : allowed },
      }
    }),
  )
}

/** The profit and loss of the month as the models make it of its lines. */
export function bookOf(center_code: string, month: string, made: MadeMonth): Row {
  const paid = (rows: MadeLines[]) =>
    rows.reduce((sum, { lines, charge, allowed = charge, denied = 0 }) => sum + (lines - denied) * allowed, 0)
  const allowed = paid(made.lines)
  const payout = fen((made.share ?? 0) * paid(made.lines.filter(({ payer }) => payer !== 'partner_settlement')))
  const net = fen(allowed - payout)
  return {
    ...{ month, center_code, month_state: made.state ?? 'closed', exams_performed: sumOf(made.exams) },
    ...{ gross_charges: fen(made.lines.reduce((sum, { lines, charge }) => sum + lines * charge, 0)) },
    ...{ denied_charges: fen(made.lines.reduce((sum, { denied = 0, charge }) => sum + denied * charge, 0)) },
    ...{ pending_charges: 0, refunded_charges: 0, adjustments: 0, refunds: 0, written_off: 0, collected: 0 },
    ...{ outstanding: 0, denied_lines: 0, adjudicated_lines: 0, occupied_minutes: 0 },
    ...{ allowed: fen(allowed), partner_payout: payout, net_revenue: net },
    ...{ variable_cost: made.variable, fixed_cost: made.fixed },
    ...{ contribution: fen(net - made.variable), operating_profit: fen(net - made.variable - made.fixed) },
  }
}

const sumOf = (counts: Record<string, number>) => Object.values(counts).reduce((sum, n) => sum + n, 0)

const NONE = {
  ...{ exams_scheduled: 0, no_shows: 0, cancellations: 0, repeats: 0, out_of_hours_exams: 0, unreported: 0 },
  ...{ bookings_due: 0, no_shows_due: 0, stale_bookings: 0 },
}

/** Books, charges and exams of centers by month; lines of `extra` are of a procedure without modality. */
export function madeBooks(centers: Record<string, Record<string, MadeMonth>>): Rows {
  const months = Object.entries(centers).flatMap(([code, of]) =>
    Object.entries(of).map(([month, made]) => ({ code, month, made })),
  )
  const modalities = new Set(months.flatMap(({ made }) => made.lines.map(({ modality }) => modality)))
  return {
    center: Object.keys(centers).map((code) => ({
      ...{ center_code: code, name_en: `Center ${code}`, name_zh: `中心${code}`, time_zone: 'Asia/Shanghai' },
    })),
    procedure: [...modalities].map((modality) => ({
      procedure_code: `P-${modality}`,
      modality: modality === 'extra' ? null : modality,
    })),
    charge: months.flatMap(({ code, month, made }) => chargesOf(code, month, made)),
    'mart.center_month': months.map(({ code, month, made }) => bookOf(code, month, made)),
    'mart.center_day': months.flatMap(({ code, month, made }) =>
      Object.entries(made.exams).map(([modality, exams_performed]) => ({
        ...NONE,
        ...{ center_code: code, day: month, modality, exams_performed },
      })),
    ),
  }
}
