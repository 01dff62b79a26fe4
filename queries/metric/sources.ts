import { defineSource } from './source.ts'

/** The published tables that figures are added up from. */

export const centerDay = defineSource('center_day', 'mart.center_day', {
  day: 'day',
  center: 'center_code',
  modality: 'modality',
})

export const scannerDay = defineSource('scanner_day', 'mart.scanner_day', {
  day: 'day',
  center: 'center_code',
  modality: 'modality',
  scanner: 'scanner_id',
})

/** Where every staffed minute of a scanner and day went. */
export const scannerLedger = defineSource('scanner_ledger', 'mart.scanner_ledger', scannerDay.columns)

/** Scanner days whose staffed minutes are known: those of the ledger. */
export const knownDay = defineSource('known_day', 'mart.scanner_day', scannerDay.columns, 'staffed_minutes IS NOT NULL')

const examColumns = { day: 'day', center: 'center_code', modality: 'modality', scanner: 'scanner_id' }

export const performedExam = defineSource('performed_exam', 'main.exam', examColumns, 'performed')

/** Exams with a slot on a scanner of the ledger, whatever became of them; cancelled slots were given away. */
export const bookedSlot = defineSource(
  'booked_slot',
  'main.exam',
  examColumns,
  "status <> 'cancelled' AND scheduled_minutes IS NOT NULL AND scanner_id IN (SELECT scanner_id FROM mart.scanner_ledger)",
)

export const examCompliance = defineSource('exam_compliance', 'mart.exam_compliance', examColumns)

const OF_BOOK_MODALITY = 'modality IN (SELECT modality FROM main.protocol WHERE modality IS NOT NULL)'

/** An exam under a protocol of the book though the book has none for its modality, as a CR exam under a DX protocol. */
export const OF_OTHER_MODALITY = `protocol_code IN (SELECT protocol_code FROM main.protocol) AND NOT ${OF_BOOK_MODALITY}`

/** The exams that the book covers: its modality is in the book, or it carries a protocol of the book. */
export const COVERED = `(${OF_BOOK_MODALITY} OR protocol_code IN (SELECT protocol_code FROM main.protocol))`

/** Performed exams of the modalities in the protocol book; by the exam's own modality, also on a hybrid scanner. */
export const bookDay = defineSource('book_day', 'mart.center_day', centerDay.columns, OF_BOOK_MODALITY)
export const bookExam = defineSource('book_exam', 'main.exam', examColumns, `performed AND ${OF_BOOK_MODALITY}`)

export const aiReading = defineSource('ai_reading', 'mart.ai_reading', examColumns)
export const aiRunDay = defineSource('ai_run_day', 'mart.ai_run_day', examColumns)

export const aiCoverageMonth = defineSource('ai_coverage_month', 'mart.ai_coverage_month', {
  day: 'month',
  center: 'center_code',
  modality: 'modality',
})

export const centerMonth = defineSource('center_month', 'mart.center_month', { day: 'month', center: 'center_code' })
export const chargeLine = defineSource(
  'charge_line',
  'main.charge',
  { day: 'service_date', center: 'center_code' },
  "status <> 'void'",
)
