import { DAY_SECONDS, isoDay } from '../clock.ts'
import { period, type DemoOptions } from '../options.ts'
import { centerCode } from '../stories.ts'
import type { Center } from '../types.ts'
import { row } from './csv.ts'
import type { Feed, Sink } from './sink.ts'

/** A row that breaks the landing contract on purpose, so that the data page has something to show. */
export interface PlantedReject {
  feed: Feed
  center: string
  reason: string
  column: string | null
}

type Blemish = {
  feed: Feed
  center: number
  reason: string
  column: string | null
  line: (c: Center, at: number) => string
}

const exam = (values: Record<string, string>) => (c: Center, at: number) =>
  row('exams', {
    center_code: c.code,
    accession_no: `${c.code}X1`,
    patient_id: '10000001',
    modality: 'MR',
    procedure_code: 'MR-BRAIN',
    scanner_id: c.scanners[0]!.scannerId,
    status: 'completed',
    scheduled_at: c.format(at),
    started_at: c.format(at),
    completed_at: c.format(at + 900),
    updated_at: c.format(at + 900),
    ...values,
  })

const charge = (values: Record<string, string>) => (c: Center, at: number) =>
  row('billing', {
    center_code: c.code,
    charge_id: `${c.code}X1-1`,
    accession_no: `${c.code}X1`,
    procedure_code: 'MR-BRAIN',
    service_date: isoDay(Math.floor(at / DAY_SECONDS)),
    payer_class: 'self_pay',
    charge_amount: '480.00',
    status: 'billed',
    updated_at: c.format(at),
    ...values,
  })

const result = (values: Record<string, string>) => (c: Center, at: number) =>
  row('ai_results', {
    center_code: c.code,
    accession_no: `${c.code}X1`,
    product_code: 'AI-LUNG',
    product_version: '2.1',
    finding_code: 'LUNG_NODULE',
    status: 'ok',
    flagged: 'true',
    updated_at: c.format(at),
    ...values,
  })

const BLEMISHES: readonly Blemish[] = [
  {
    feed: 'exams',
    center: 0,
    reason: 'time_order',
    column: 'completed_at',
    line: (c, at) => exam({ completed_at: c.format(at - 1200) })(c, at),
  },
  {
    feed: 'exams',
    center: 0,
    reason: 'unknown_scanner',
    column: 'scanner_id',
    line: (c, at) => exam({ accession_no: `${c.code}X2`, scanner_id: `${c.code}-MR9` })(c, at),
  },
  {
    feed: 'billing',
    center: 1,
    reason: 'bad_type',
    column: 'charge_amount',
    line: charge({ charge_amount: '480.125' }),
  },
  {
    feed: 'billing',
    center: 1,
    reason: 'out_of_range',
    column: 'charge_amount',
    line: charge({ charge_amount: '-50.00' }),
  },
  { feed: 'ai_results', center: 2, reason: 'out_of_range', column: 'score', line: result({ score: '1.7' }) },
  { feed: 'ai_results', center: 3, reason: 'missing_value', column: 'flagged', line: result({ flagged: '' }) },
  {
    feed: 'scanner_log',
    center: 4,
    reason: 'malformed',
    column: null,
    line: (c) => `{"event_id":"E-torn","center_code":"${c.code}","scanner_id":"${c.code}-M`,
  },
  { feed: 'exams', center: 5, reason: 'not_allowed', column: 'status', line: exam({ status: 'done' }) },
  { feed: 'exams', center: 6, reason: 'missing_value', column: 'accession_no', line: exam({ accession_no: '' }) },
  {
    feed: 'scanner_log',
    center: 7,
    reason: 'wrong_center',
    column: 'scanner_id',
    line: (c, at) =>
      `{"event_id":"E-moved","center_code":"${c.code}","scanner_id":"${centerCode(0)}-MR1","type":"state","at":"${c.format(at)}","state":"ready"}`,
  },
  {
    feed: 'costs',
    center: 8,
    reason: 'not_allowed',
    column: 'category',
    line: (c, at) =>
      row('costs', {
        center_code: c.code,
        month: isoDay(Math.floor(at / DAY_SECONDS)).slice(0, 7),
        category: 'gifts',
        behaviour: 'fixed',
        amount: '100.00',
        updated_at: c.format(at),
      }),
  },
  {
    feed: 'exams',
    center: 9,
    reason: 'bad_type',
    column: 'scheduled_at',
    line: exam({ scheduled_at: '2026-13-45 25:00' }),
  },
  {
    feed: 'billing',
    center: 11,
    reason: 'unknown_center',
    column: 'center_code',
    line: charge({ center_code: 'C000' }),
  },
]

/** Rows that the loader must reject, in a network of this size; all others load. */
export function plantedRejects(options: DemoOptions): PlantedReject[] {
  return BLEMISHES.filter((b) => b.center < options.centers).map(({ feed, center, reason, column }) => ({
    feed,
    center: centerCode(center),
    reason,
    column,
  }))
}

/** Adds a center's bad rows to its files in the middle of the period. */
export function addBlemishes(center: Center, options: DemoOptions, sink: Sink): void {
  const night = middleNight(options)
  const at = night * DAY_SECONDS + 10 * 3600
  for (const b of BLEMISHES) if (b.center === center.index) sink.add(b.feed, night, b.line(center, at))
}

export function middleNight(options: DemoOptions): number {
  return period(options).first + Math.floor(options.days / 2)
}
