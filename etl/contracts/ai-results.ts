import { column, required, text, type Contract } from './contract.ts'

export const aiResults: Contract = {
  feed: 'ai_results',
  key: ['center_code', 'accession_no', 'product_code', 'product_version', 'finding_code'],
  timeOrder: [['sent_at', 'returned_at']],
  columns: [
    required('center_code'),
    required('accession_no'),
    required('product_code'),
    required('product_version'),
    required('finding_code'),
    required('status', 'text', { allowed: ['ok', 'failed', 'timeout', 'rejected_input'] }),
    column('flagged', 'boolean', { requiredWhen: { column: 'status', in: ['ok'] } }),
    column('score', 'number', { min: 0, max: 1 }),
    column('sent_at', 'timestamp'),
    column('returned_at', 'timestamp'),
    column('opened_at', 'timestamp'),
    text('reader_action', { allowed: ['accepted', 'rejected', 'modified', 'ignored'] }),
    required('updated_at', 'timestamp'),
  ],
}
