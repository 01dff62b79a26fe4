import { instant, localDate } from './judge.ts'

/** How a fact table is filled from the judged rows of its feed. */
export interface Fact {
  table: string
  feed: string
  key: string[]
  /** Key column that may be null. */
  nullableKey?: string
  /** Only judged rows that hold this become rows of the table. */
  where: string
  /** Columns that are not simply the feed's column of the same name (timestamps are read as instants anyway). */
  columns: (zones: string[]) => Record<string, string>
  /** Columns of TEMP table `change_<table>`, as expressions on the table: what the marts need to know of old and new rows. */
  change: Record<string, string>
}

/** When the source last changed a judged row; an event of the log without one was never changed. */
export function version(feed: string): string {
  return feed === 'scanner_log' ? `coalesce(${instant('updated_at')}, ${instant('at')})` : instant('updated_at')
}

const UPDATED = { updated_at: instant('updated_at') }
const instants = (...names: string[]) => Object.fromEntries(names.map((name) => [name, instant(name)]))

/** Codes joined by `;`: blanks, empty elements and repeats do not count, NONE beside a code neither. */
const FINDINGS = `list_filter(list_transform(string_split(reported_findings, ';'), f -> trim(f)), f -> f <> '')`
const CODES = `list_filter(${FINDINGS}, f -> upper(f) <> 'NONE')`
const findings = `CASE WHEN len(${FINDINGS}) > 0 THEN list_filter(${CODES}, (f, i) -> list_position(${CODES}, f) = i) END`

/** A number among the parameters. Most series have none of it, and looking for the text is cheaper than parsing. */
const numberOf = (keyword: string) =>
  `CASE WHEN contains(parameters, '"${keyword}"')
    THEN try_cast(CAST(json_extract(parameters, '$.${keyword}') AS VARCHAR) AS DOUBLE) END`
const same = (...names: string[]) => Object.fromEntries(names.map((name) => [name, `"${name}"`]))
const LOG_KEY = ['center_code', 'scanner_id', 'event_id']
const LOG_UPDATED = { updated_at: version('scanner_log') }

export const facts: Fact[] = [
  {
    table: 'exam',
    feed: 'exams',
    key: ['center_code', 'accession_no'],
    where: 'true',
    columns: (zones) => ({
      ...UPDATED,
      ...instants('ordered_at', 'scheduled_at', 'arrived_at', 'started_at', 'completed_at', 'prelim_at', 'reported_at'),
      day: localDate(`coalesce(${instant('started_at')}, ${instant('scheduled_at')})`, zones),
      performed: `status IN ('completed', 'reported')`,
      findings,
    }),
    change: same(
      'center_code',
      'accession_no',
      'day',
      'scanner_id',
      'performed',
      'started_at',
      'completed_at',
      'scheduled_at',
      'status',
      'scheduled_minutes',
      'protocol_code',
    ),
  },
  {
    table: 'scanner_state',
    feed: 'scanner_log',
    key: LOG_KEY,
    where: `type = 'state'`,
    columns: () => ({ ...LOG_UPDATED, started_at: instant('at'), ended_at: 'NULL' }),
    change: same('center_code', 'scanner_id', 'state', 'started_at', 'ended_at'),
  },
  {
    table: 'acquisition',
    feed: 'scanner_log',
    key: LOG_KEY,
    where: `type = 'acquisition'`,
    columns: () => ({
      ...LOG_UPDATED,
      started_at: instant('at'),
      ended_at: instant('ended_at'),
      parameters: `coalesce(parameters, '{}')`,
      missing_tags: `coalesce(missing_tags, [])`,
      ctdi_vol: numberOf('CTDIvol'),
      dlp: numberOf('DLP'),
    }),
    change: same('center_code', 'scanner_id', 'accession_no', 'started_at', 'ended_at'),
  },
  {
    table: 'scanner_fault',
    feed: 'scanner_log',
    key: LOG_KEY,
    where: `type = 'fault'`,
    columns: (zones) => ({ ...LOG_UPDATED, at: instant('at'), day: localDate(instant('at'), zones) }),
    change: same('center_code', 'scanner_id'),
  },
  {
    table: 'ai_result',
    feed: 'ai_results',
    key: ['center_code', 'accession_no', 'product_code', 'product_version', 'finding_code'],
    where: 'true',
    columns: () => ({ ...UPDATED, ...instants('sent_at', 'returned_at', 'opened_at') }),
    change: { ...same('center_code', 'accession_no', 'product_code'), opened: 'opened_at IS NOT NULL' },
  },
  {
    table: 'charge',
    feed: 'billing',
    key: ['center_code', 'charge_id'],
    where: 'true',
    columns: () => ({ ...UPDATED, ...instants('billed_at', 'settled_at') }),
    change: { ...same('center_code', 'accession_no'), month: `CAST(date_trunc('month', service_date) AS DATE)` },
  },
  {
    table: 'cost',
    feed: 'costs',
    key: ['center_code', 'month', 'category', 'behaviour', 'scanner_id'],
    nullableKey: 'scanner_id',
    where: 'true',
    columns: () => UPDATED,
    change: same('center_code', 'month'),
  },
]

export function factsOf(feed: string): Fact[] {
  return facts.filter((f) => f.feed === feed)
}
