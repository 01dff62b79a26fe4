import { column, required, text, type Contract } from './contract.ts'

const when = (type: string) => ({ column: 'type', in: [type] })
const needed = (type: string) => ({ requiredWhen: when(type), appliesWhen: when(type) })
const used = (type: string) => ({ appliesWhen: when(type) })

export const scannerLog: Contract = {
  feed: 'scanner_log',
  key: ['center_code', 'scanner_id', 'event_id'],
  scanner: 'scanner_id',
  timeOrder: [['at', 'ended_at']],
  lasts: [['at', 'ended_at']],
  columns: [
    required('event_id'),
    required('center_code'),
    required('scanner_id'),
    required('type', 'text', { allowed: ['state', 'acquisition', 'fault'] }),
    required('at', 'timestamp'),
    column('updated_at', 'timestamp'),
    text('state', { allowed: ['off', 'standby', 'ready', 'scanning', 'service', 'down'], ...needed('state') }),
    text('accession_no', needed('acquisition')),
    column('series_no', 'integer', used('acquisition')),
    text('step', { ...needed('acquisition'), masksNumbers: true }),
    column('ended_at', 'timestamp', used('acquisition')),
    column('parameters', 'parameters', { ...used('acquisition'), masked: true }),
    column('missing_tags', 'tags', { ...used('acquisition'), masked: true }),
    text('code', needed('fault')),
    text('severity', { allowed: ['info', 'warning', 'error', 'critical'], ...needed('fault') }),
    // Free text of the machine may name a patient: it stays in the landing file for the site's staff.
    text('text', { masked: true, unpublished: true }),
  ],
}
