import { pick, type Panel } from '../panel/panel.ts'
import { READING_STATES, type BlindReading, type CasesPage, type DiscordantReading } from './cases-types.ts'

const ITEM = [
  ...['center_code', 'accession_no', 'product_code', 'finding_code', 'day', 'modality', 'scanner_id'],
  ...['product_version', 'outcome', 'score', 'opened_before_report', 'state'],
] as (keyof DiscordantReading & string)[]

const items: Panel<CasesPage> = {
  id: 'items',
  from: { q: 'cases.items' },
  select: `SELECT ${ITEM.join(', ')} FROM q ORDER BY day, center_code, accession_no, product_code, finding_code`,
  shows: (page) => page.items.rows.map((row) => pick(row, ITEM)),
  exact: true,
}

const counts: Panel<CasesPage> = {
  id: 'counts',
  from: { q: 'cases.counts' },
  select: 'SELECT state, CAST(sum(readings) AS BIGINT) AS readings FROM q GROUP BY state ORDER BY state',
  shows: (page) =>
    READING_STATES.flatMap((state) => (page.counts[state] > 0 ? [{ state, readings: page.counts[state] }] : [])),
  exact: true,
}

const BLIND = [
  ...['center_code', 'accession_no', 'product_code', 'finding_code', 'day', 'modality', 'scanner_id'],
] as (keyof BlindReading & string)[]

/** Where the exams of the sample are found; no answer of anybody is asked. */
const blind: Panel<CasesPage> = {
  id: 'blind',
  from: { q: 'cases.blind' },
  select: `SELECT ${BLIND.join(', ')} FROM q`,
  shows: (page) => page.blind.rows.map((row) => pick(row, BLIND)),
}

const OUTCOMES = ['tp', 'fp', 'fn', 'tn'] as const

const judged: Panel<CasesPage> = {
  id: 'judged',
  from: { q: 'cases.judged' },
  select: 'SELECT * FROM q ORDER BY product_code, finding_code, outcome',
  shows: (page) =>
    page.adjudicated.flatMap(({ product_code, finding_code, readings, judged, present }) =>
      OUTCOMES.filter((outcome) => readings[outcome] > 0).map((outcome) => ({
        ...{ product_code, finding_code, outcome: outcome.toUpperCase() },
        ...{ readings: readings[outcome], judged: judged[outcome], present: present[outcome] },
      })),
    ),
  exact: true,
}

export const casesPanels: Panel<CasesPage>[] = [counts, blind, items, judged]
