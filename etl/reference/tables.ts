import type {
  AiProductRow,
  AliasRow,
  BudgetRow,
  CalendarRow,
  CenterRow,
  FindingRow,
  InterventionRow,
  ProcedureRow,
  ScannerRow,
  StaffingRow,
  TargetRow,
  TermsRow,
} from './types.ts'
import { martTables } from '../schema/mart.ts'
import * as value from './values.ts'

/** A reference file as data: how each column is read, which must be there, what makes a row unique. */
export interface ReferenceTable<Row> {
  file: string
  key: (keyof Row & string)[]
  /** Columns that every row must fill, beside those that the key may leave empty. */
  required: (keyof Row & string)[]
  columns: Record<keyof Row & string, value.Reader>
  /** Pairs of dates of which the second may not be before the first. */
  dateOrder?: [keyof Row & string, keyof Row & string][]
}

export const centers: ReferenceTable<CenterRow> = {
  file: 'centers.csv',
  key: ['center_code'],
  required: ['center_code', 'name_en'],
  columns: {
    center_code: value.code,
    name_en: value.text,
    name_zh: value.text,
    province: value.text,
    city: value.text,
    longitude: value.number(-180, 180),
    latitude: value.number(-90, 90),
    ownership: value.oneOf('self_owned', 'partnered'),
    partner_share: value.number(0, 1),
    time_zone: value.timeZone,
    opened_on: value.date,
    closed_on: value.date,
  },
  dateOrder: [['opened_on', 'closed_on']],
}

export const scanners: ReferenceTable<ScannerRow> = {
  file: 'scanners.csv',
  key: ['scanner_id'],
  required: ['scanner_id', 'center_code', 'modality'],
  columns: {
    scanner_id: value.code,
    center_code: value.text,
    modality: value.modality,
    manufacturer: value.text,
    model: value.text,
    field_strength_t: value.number(0),
    slices: value.integer,
    installed_on: value.date,
    retired_on: value.date,
    staffed_hours: value.staffedHours,
  },
  dateOrder: [['installed_on', 'retired_on']],
}

export const findings: ReferenceTable<FindingRow> = {
  file: 'findings.csv',
  key: ['finding_code'],
  required: ['finding_code', 'name_en'],
  columns: {
    finding_code: value.givenCode,
    name_en: value.text,
    name_zh: value.text,
    modality: value.modality,
    body_part: value.text,
  },
}

export const aiProducts: ReferenceTable<AiProductRow> = {
  file: 'ai_products.csv',
  key: ['product_code'],
  required: ['product_code', 'name_en'],
  columns: {
    product_code: value.givenCode,
    name_en: value.text,
    name_zh: value.text,
    vendor: value.text,
    modality: value.modality,
    findings: value.text,
    fee_per_exam: value.amount,
    revenue_per_exam: value.amount,
    domain: value.text,
    live_from: value.date,
    threshold: value.number(0, 1),
  },
}

export const procedures: ReferenceTable<ProcedureRow> = {
  file: 'procedures.csv',
  key: ['procedure_code'],
  required: ['procedure_code', 'name_en'],
  columns: {
    procedure_code: value.givenCode,
    name_en: value.text,
    name_zh: value.text,
    modality: value.modality,
    list_price: value.amount,
    contrast: value.boolean,
  },
}

export const stepAliases: ReferenceTable<AliasRow> = {
  file: 'step_aliases.csv',
  key: ['center_code', 'alias'],
  required: ['center_code', 'alias', 'step'],
  columns: { center_code: value.text, alias: value.text, step: value.text },
}

export const calendar: ReferenceTable<CalendarRow> = {
  file: 'calendar.csv',
  key: ['center_code', 'scanner_id', 'date'],
  required: ['date', 'hours'],
  columns: { center_code: value.text, scanner_id: value.text, date: value.date, hours: value.dayHours },
}

export const staffing: ReferenceTable<StaffingRow> = {
  file: 'staffing.csv',
  key: ['scanner_id', 'effective_from'],
  required: ['scanner_id', 'effective_from'],
  columns: { scanner_id: value.text, effective_from: value.date, staffed_hours: value.staffedHours },
}

export const partnerTerms: ReferenceTable<TermsRow> = {
  file: 'partner_terms.csv',
  key: ['center_code', 'effective_from'],
  required: ['center_code', 'effective_from', 'partner_share'],
  columns: { center_code: value.text, effective_from: value.date, partner_share: value.number(0, 1) },
}

/** What can be budgeted: the figures of a center's month. */
const BUDGET_LINES = Object.keys(martTables.find((t) => t.name === 'center_month')!.columns).filter(
  (name) => !['month', 'center_code', 'month_state', 'missing_costs'].includes(name),
)

export const targets: ReferenceTable<TargetRow> = {
  file: 'targets.csv',
  key: ['metric', 'modality', 'priority'],
  required: ['metric'],
  columns: {
    metric: value.text,
    modality: value.modality,
    priority: value.oneOf('routine', 'urgent', 'stat'),
    value: value.number(),
  },
}

export const budget: ReferenceTable<BudgetRow> = {
  file: 'budget.csv',
  key: ['center_code', 'month', 'line'],
  required: ['center_code', 'month', 'line'],
  columns: {
    center_code: value.text,
    month: value.month,
    line: value.oneOf(...BUDGET_LINES),
    amount: value.amount,
  },
}

export const interventions: ReferenceTable<InterventionRow> = {
  file: 'interventions.csv',
  key: ['name_en'],
  required: ['name_en'],
  columns: {
    name_en: value.text,
    name_zh: value.text,
    scanner_id: value.text,
    center_code: value.text,
    kind: value.oneOf('acquisition_ai', 'coil', 'software', 'protocol', 'staffing', 'other'),
    from_date: value.date,
    to_date: value.date,
  },
  dateOrder: [['from_date', 'to_date']],
}
