import type { Filter } from '#queries/filter/filter.ts'
import type { Row } from './warehouse.ts'

/** Rows with what most tests do not care about filled in. */
export const exam = (row: Row): Row => ({
  center_code: 'C1',
  modality: 'CT',
  scanner_id: 'C1-CT1',
  status: 'reported',
  performed: true,
  ...row,
})

export const centerDay = (row: Row): Row => ({
  center_code: 'C1',
  modality: 'CT',
  exams_scheduled: 0,
  exams_performed: 0,
  no_shows: 0,
  cancellations: 0,
  repeats: 0,
  out_of_hours_exams: 0,
  unreported: 0,
  bookings_due: 0,
  no_shows_due: 0,
  stale_bookings: 0,
  ...row,
})

export const scannerDay = (row: Row): Row => ({
  center_code: 'C1',
  scanner_id: 'C1-CT1',
  modality: 'CT',
  exams_performed: 0,
  ...row,
})

export const center = (center_code: string, row: Row = {}): Row => ({
  center_code,
  name_en: `Center ${center_code}`,
  name_zh: `中心${center_code}`,
  time_zone: 'Asia/Shanghai',
  ...row,
})

export const filterOf = (filter: Partial<Filter> = {}) => ({
  center: [],
  modality: [],
  scanner: [],
  ...filter,
})
