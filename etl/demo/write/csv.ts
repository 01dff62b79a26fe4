/** Columns of the CSV feeds and reference files, in the order of the landing contract. */
export const COLUMNS = {
  exams:
    'center_code,accession_no,patient_id,patient_birth_year,patient_sex,modality,body_part,procedure_code,protocol_code,' +
    'scanner_id,priority,referral_source,referring_physician_id,technologist_id,radiologist_id,status,ordered_at,' +
    'scheduled_minutes,scheduled_scanner_id,scheduled_at,arrived_at,started_at,completed_at,prelim_at,reported_at,reported_findings,repeat_of,updated_at',
  ai_results:
    'center_code,accession_no,product_code,product_version,finding_code,status,flagged,score,sent_at,returned_at,' +
    'opened_at,reader_action,updated_at',
  billing:
    'center_code,charge_id,accession_no,procedure_code,service_date,payer_class,payer_name,charge_amount,allowed_amount,' +
    'insurer_paid,patient_paid,refunded,status,denial_code,billed_at,settled_at,updated_at',
  costs: 'center_code,month,category,behaviour,scanner_id,amount,updated_at',
} as const

/** A field as RFC 4180 wants it. */
export function field(value: string | number | null): string {
  if (value === null) return ''
  const text = String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export function csv(header: string, rows: (string | number | null)[][]): string {
  return [header, ...rows.map((row) => row.map(field).join(','))].join('\n') + '\n'
}

/** A row of a feed from the columns that it has; the others are empty. */
export function row(feed: keyof typeof COLUMNS, values: Record<string, string | number>): string {
  return COLUMNS[feed]
    .split(',')
    .map((column) => field(values[column] ?? null))
    .join(',')
}

export type FormatAmount = (fen: number | null) => string

/** Amounts in CNY with two decimals; some systems add the currency sign and thousands commas. */
export function amountFormatter(yenSign: boolean): FormatAmount {
  return (fen) => {
    if (fen === null) return ''
    const plain = `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`
    if (!yenSign) return plain
    return fen < 100_000 ? `￥${plain}` : `"￥${plain.replace(/\B(?=(\d{3})+\.)/g, ',')}"`
  }
}
