import { column, required, text, type Contract } from './contract.ts'

/** CNY; a greater one is a number from another column. */
const LINE = { min: 0, max: 99_999_999.99 }

const PAYERS = [
  'urban_employee',
  'urban_rural_resident',
  'commercial',
  'self_pay',
  'corporate',
  'partner_settlement',
  'other_public',
  'other',
]

export const billing: Contract = {
  feed: 'billing',
  key: ['center_code', 'charge_id'],
  timeOrder: [],
  columns: [
    required('center_code'),
    required('charge_id'),
    required('accession_no'),
    required('procedure_code'),
    required('service_date', 'date'),
    required('payer_class', 'text', { allowed: PAYERS }),
    text('payer_name', { masked: true, masksNumbers: true, droppedWhen: { column: 'payer_class', in: ['self_pay'] } }),
    required('charge_amount', 'amount', LINE),
    column('allowed_amount', 'amount', {
      ...LINE,
      requiredWhen: { column: 'status', in: ['paid', 'partly_paid', 'denied', 'refunded'] },
    }),
    column('insurer_paid', 'amount', LINE),
    column('patient_paid', 'amount', LINE),
    column('refunded', 'amount', LINE),
    required('status', 'text', {
      allowed: ['billed', 'paid', 'partly_paid', 'denied', 'refunded', 'written_off', 'void'],
    }),
    text('denial_code'),
    column('billed_at', 'timestamp'),
    column('settled_at', 'timestamp'),
    required('updated_at', 'timestamp'),
  ],
}
