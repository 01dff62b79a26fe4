import type { World } from './warehouse.ts'

/** One center in Shanghai time with one MR scanner; tests add what they are about. */
export const center = (more: object = {}) => ({
  center_code: 'C1',
  name_en: 'C1',
  time_zone: 'Asia/Shanghai',
  partner_share: 0,
  ...more,
})
export const scanner = (more: object = {}) => ({
  scanner_id: 'S1',
  center_code: 'C1',
  modality: 'MR',
  staffed_hours: '1-7 08:00-18:00',
  ...more,
})

/** Instant of a local time in Shanghai, `2026-03-02 09:00`. */
export const at = (local: string) => `${local.replace(' ', 'T')}:00+08:00`

let serial = 0
/** A reported exam from one local time to another, in Shanghai; its day is the start's. */
export function exam(from: string, to: string, more: object = {}): object {
  return {
    ...{
      center_code: 'C1',
      accession_no: `A${++serial}`,
      scanner_id: 'S1',
      modality: 'MR',
      status: 'reported',
      performed: true,
    },
    ...{
      day: from.slice(0, 10),
      scheduled_at: at(from),
      started_at: at(from),
      completed_at: at(to),
      updated_at: at(to),
    },
    ...more,
  }
}

export function series(accession_no: string, step: string, startMinute: number, more: object = {}): object {
  const minute = (m: number) => at(`2026-03-02 09:${String(m).padStart(2, '0')}`)
  return {
    ...{
      center_code: 'C1',
      scanner_id: 'S1',
      accession_no,
      step,
      event_id: `E${++serial}`,
      parameters: '{}',
      missing_tags: [],
    },
    ...{ started_at: minute(startMinute), ended_at: minute(startMinute + 1), ...more },
  }
}

/** Rule of version 1 of protocol P. */
export function rule(step: string, step_order: number, more: object = {}): object {
  return {
    ...{ protocol_code: 'P', version: 1, step, step_order, required: true, rule_order: 1 },
    ...{ step_severity: 'major', severity: 'major', ...more },
  }
}

export const network = (more: World = {}): World => ({ center: [center()], scanner: [scanner()], ...more })
