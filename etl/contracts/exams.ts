import { column, required, text, type Contract } from './contract.ts'

const MODALITIES = ['CT', 'MR', 'DX', 'CR', 'MG', 'US', 'PT', 'NM', 'XA', 'RF', 'BMD', 'OT']
const BEGUN = { column: 'status', in: ['in_progress', 'completed', 'reported', 'aborted'] }

export const exams: Contract = {
  feed: 'exams',
  key: ['center_code', 'accession_no'],
  scanner: 'scanner_id',
  timeOrder: [
    ['started_at', 'completed_at'],
    ['completed_at', 'reported_at'],
    ['started_at', 'reported_at'],
  ],
  lasts: [['started_at', 'completed_at']],
  columns: [
    required('center_code'),
    required('accession_no'),
    required('patient_id', 'text', { hashedAs: 'patient_key' }),
    column('patient_birth_year', 'integer', { masked: true, isBirthYear: true }),
    text('patient_sex', { allowed: ['M', 'F', 'O'], masked: true }),
    required('modality', 'text', { allowed: MODALITIES }),
    text('body_part', { isWord: true }),
    required('procedure_code'),
    text('protocol_code'),
    text('scanner_id', { requiredWhen: BEGUN }),
    text('priority', { allowed: ['routine', 'urgent', 'stat'], default: 'routine' }),
    text('referral_source', { allowed: ['internet_hospital', 'partner_hospital', 'walk_in', 'checkup', 'other'] }),
    text('referring_physician_id', { hashedAs: 'referring_physician_key' }),
    text('technologist_id', { hashedAs: 'technologist_key' }),
    text('radiologist_id', { hashedAs: 'radiologist_key' }),
    required('status', 'text', {
      allowed: ['scheduled', 'arrived', 'in_progress', 'completed', 'reported', 'aborted', 'cancelled', 'no_show'],
    }),
    column('ordered_at', 'timestamp'),
    column('arrived_at', 'timestamp'),
    column('prelim_at', 'timestamp'),
    column('scheduled_minutes', 'integer', { min: 1 }),
    text('scheduled_scanner_id'),
    // A booking may lie years ahead: five of them.
    required('scheduled_at', 'timestamp', { daysAhead: 5 * 365 + 2 }),
    column('started_at', 'timestamp', { requiredWhen: BEGUN }),
    column('completed_at', 'timestamp', {
      requiredWhen: { column: 'status', in: ['completed', 'reported', 'aborted'] },
    }),
    column('reported_at', 'timestamp', { requiredWhen: { column: 'status', in: ['reported'] } }),
    text('reported_findings', { isList: true }),
    text('repeat_of'),
    required('updated_at', 'timestamp'),
  ],
}
