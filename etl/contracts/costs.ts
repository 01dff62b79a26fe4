import { required, text, type Contract } from './contract.ts'

const CATEGORIES = [
  'staff',
  'equipment',
  'service_contract',
  'rent',
  'power',
  'consumables',
  'reading',
  'ai_fees',
  'marketing',
  'hq',
  'other',
]

export const costs: Contract = {
  feed: 'costs',
  key: ['center_code', 'month', 'category', 'behaviour', 'scanner_id'],
  scanner: 'scanner_id',
  timeOrder: [],
  columns: [
    required('center_code'),
    required('month', 'month'),
    required('category', 'text', { allowed: CATEGORIES }),
    required('behaviour', 'text', { allowed: ['fixed', 'variable'] }),
    text('scanner_id'),
    required('amount', 'amount', { min: 0, max: 9_999_999_999.99 }),
    required('updated_at', 'timestamp'),
  ],
}
