import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Config } from '#etl/config.ts'
import { generateDemo, plantedRejects, plantedStories, demoOptions, type PlantedStory } from '#etl/demo/generate.ts'
import { metrics } from '#queries/metrics.ts'
import { ask, etl, testConfig } from '#tests/support/etl.ts'
import { sharedFolder } from './made.ts'

const folder = sharedFolder()
const options = demoOptions({ out: join(folder.path, 'landing'), centers: 12, days: 62, exams: 15_000, files: 'month' })
const stories = new Map(plantedStories(options).map((s) => [s.id, s]))
let config: Config

beforeAll(async () => {
  await generateDemo(options)
  config = testConfig(options.out, join(folder.path, 'data'))
  expect((await etl(config)).status).toBe('published')
})
afterAll(() => folder.remove())

const story = (id: PlantedStory['id']) => stories.get(id)!

/** The one row of an answer, as numbers. */
async function numbers(sql: string): Promise<Record<string, number>> {
  const [row] = await ask(config, sql)
  return Object.fromEntries(Object.entries(row!).map(([name, value]) => [name, Number(value)]))
}

test('only the planted rows are rejected, each for its reason', async () => {
  const got = await ask(config, 'SELECT feed, path, reason, column_name AS "column" FROM ops.reject')
  const asPlanted = got.map(({ path, ...rest }) => ({ ...rest, center: String(path).split('/')[1] }))
  const key = (r: object) => JSON.stringify(Object.entries(r).sort())
  expect(asPlanted.map(key).sort()).toEqual(plantedRejects(options).map(key).sort())
})

test('no procedure, protocol, product or finding is unknown to the reference data', async () => {
  const unknown = await ask(
    config,
    `SELECT 'procedure' AS what, procedure_code AS code FROM main.exam ANTI JOIN main.procedure USING (procedure_code)
     UNION SELECT 'procedure', procedure_code FROM main.charge ANTI JOIN main.procedure USING (procedure_code)
     UNION SELECT 'protocol', protocol_code FROM main.exam ANTI JOIN main.protocol USING (protocol_code) WHERE protocol_code IS NOT NULL
     UNION SELECT 'product', product_code FROM main.ai_result ANTI JOIN main.ai_product USING (product_code)
     UNION SELECT 'finding', finding_code FROM main.ai_result ANTI JOIN main.finding USING (finding_code) WHERE finding_code <> '*'`,
  )
  expect(unknown).toEqual([])
})

test('the network is plausible: a few do not come, most reports conform, most centers earn', async () => {
  const n = await numbers(
    `SELECT (SELECT sum(no_shows_due) / sum(bookings_due) FROM mart.center_day WHERE center_code <> 'C010') AS no_show_rate,
       (SELECT avg(compliant::INT) FROM mart.exam_compliance WHERE center_code IN ('C001', 'C004', 'C005', 'C012')) AS compliance,
       (SELECT avg((operating_profit > 0)::INT) FROM mart.center_month WHERE month_state = 'closed') AS earning,
       (SELECT avg(utilization_rate) FROM mart.scanner_day WHERE modality = 'MR') AS utilization`,
  )
  expect(n.no_show_rate).toBeGreaterThan(0.02)
  expect(n.no_show_rate).toBeLessThan(0.12)
  expect(n.compliance).toBeGreaterThan(0.88)
  expect(n.earning).toBeGreaterThan(0.5)
  expect(n.utilization).toBeGreaterThan(0.3)
  expect(n.utilization).toBeLessThan(0.9)
})

test('slice_thickness_creep: SliceThickness leads the deviations of its center, late and not early', async () => {
  const { center, from, to } = story('slice_thickness_creep')
  const half = `(DATE '${from}' + (DATE '${to}' - DATE '${from}')::INTEGER // 2)`
  const n = await numbers(
    `SELECT count(*) FILTER (day >= ${half} AND parameter = 'SliceThickness') AS late,
       count(*) FILTER (day < ${half} AND parameter = 'SliceThickness') AS early,
       count(*) FILTER (day >= ${half} AND parameter <> 'SliceThickness') AS others
     FROM mart.deviation WHERE center_code = '${center}' AND kind = 'out_of_tolerance'`,
  )
  expect(n.late).toBeGreaterThan(5 * n.early!)
  expect(n.late).toBeGreaterThan(5 * n.others!)
})

test('dwi_lost: nearly every brain exam lacks dwi_tra from one day on, and none before', async () => {
  const { center, from } = story('dwi_lost')
  const n = await numbers(
    `SELECT avg((missing_steps > 0 AND critical_deviations > 0)::INT) FILTER (day >= DATE '${from}') AS after,
       avg((missing_steps > 0)::INT) FILTER (day < DATE '${from}') AS before
     FROM mart.exam_compliance
     WHERE center_code = '${center}' AND protocol_code IN ('MR-BRAIN', 'MR-BRAIN-CONTRAST', 'MR-STROKE-MRA')`,
  )
  expect(n.after).toBeGreaterThan(0.85)
  expect(n.before).toBeLessThan(0.1)
})

test('ai_specificity_drop: specificity of the new version is far below the old, sensitivity is not', async () => {
  const rates = `count(*) FILTER (outcome = 'TN') / count(*) FILTER (outcome IN ('TN', 'FP')) AS specificity,
    count(*) FILTER (outcome = 'TP') / count(*) FILTER (outcome IN ('TP', 'FN')) AS sensitivity`
  const [old, drifted] = await ask(
    config,
    `SELECT product_version = '3.0' AS new, ${rates} FROM mart.ai_reading WHERE product_code = 'AI-LUNG' GROUP BY 1 ORDER BY 1`,
  )
  expect(Number(old!.specificity) - Number(drifted!.specificity)).toBeGreaterThan(0.15)
  expect(Math.abs(Number(old!.sensitivity) - Number(drifted!.sensitivity))).toBeLessThan(0.06)
})

test('ai_manufacturer_fall: agreement falls on the scanners of one manufacturer, and on no others', async () => {
  const { from } = story('ai_manufacturer_fall')
  const rate = (where: string) => `avg((flagged = reader_positive)::INT) FILTER (WHERE ${where})`
  const n = await numbers(
    `SELECT ${rate(`maker AND day < DATE '${from}'`)} AS before, ${rate(`maker AND day >= DATE '${from}'`)} AS after,
       ${rate(`NOT maker AND day < DATE '${from}'`)} AS others_before, ${rate(`NOT maker AND day >= DATE '${from}'`)} AS others_after
     FROM (SELECT r.*, s.manufacturer = 'GE MEDICAL SYSTEMS' AS maker
       FROM mart.ai_reading AS r JOIN main.scanner AS s USING (scanner_id) WHERE product_code = 'AI-ICH')`,
  )
  expect(n.before! - n.after!).toBeGreaterThan(0.12)
  expect(Math.abs(n.others_before! - n.others_after!)).toBeLessThan(0.06)
})

test('full_but_losing: the fullest center loses money', async () => {
  const { center } = story('full_but_losing')
  const [fullest] = await ask(
    config,
    `SELECT center_code FROM mart.scanner_day WHERE modality IN ('MR', 'CT')
     GROUP BY 1 ORDER BY sum(occupied_in_hours_minutes) / sum(available_minutes) DESC LIMIT 1`,
  )
  expect(fullest).toEqual({ center_code: center })
  const months = await ask(
    config,
    `SELECT operating_profit FROM mart.center_month WHERE center_code = '${center}' AND month_state = 'closed'
       AND exams_performed > 100`,
  )
  expect(months.length).toBeGreaterThan(0)
  for (const m of months) expect(Number(m.operating_profit)).toBeLessThan(0)
})

test('gradient_coil: gradient faults, down minutes and exam minutes rise at one scanner', async () => {
  const { scanner, to } = story('gradient_coil')
  const late = `>= DATE '${to}' - 12`
  const n = await numbers(
    `SELECT (SELECT count(*) FROM main.scanner_fault WHERE scanner_id = '${scanner}' AND code LIKE 'GRAD%') AS faults,
       (SELECT count(*) FROM main.scanner_fault WHERE scanner_id <> '${scanner}' AND code LIKE 'GRAD%') AS elsewhere,
       avg(down_minutes) FILTER (day ${late}) AS down_late, avg(down_minutes) FILTER (NOT day ${late}) AS down_before,
       sum(occupied_minutes) FILTER (day ${late}) / sum(exams_performed) FILTER (day ${late}) AS minutes_late,
       sum(occupied_minutes) FILTER (NOT day ${late}) / sum(exams_performed) FILTER (NOT day ${late}) AS minutes_before
     FROM mart.scanner_day WHERE scanner_id = '${scanner}'`,
  )
  expect(n.faults).toBeGreaterThan(40)
  expect(n.elsewhere).toBe(0)
  expect(n.down_late).toBeGreaterThan(2 * n.down_before!)
  expect(n.minutes_late).toBeGreaterThan(1.15 * n.minutes_before!)
})

test('denial_wave: the insurers deny a fifth at one center and a few percent elsewhere', async () => {
  const { center, from } = story('denial_wave')
  const n = await numbers(
    `WITH adjudicated AS (FROM main.charge SELECT center_code, status = 'denied' AS denied
       WHERE status IN ('paid', 'partly_paid', 'denied') AND service_date >= DATE '${from}'
         AND payer_class IN ('urban_employee', 'urban_rural_resident', 'commercial'))
     SELECT avg(denied::INT) FILTER (center_code = '${center}') AS here,
       avg(denied::INT) FILTER (center_code <> '${center}') AS elsewhere FROM adjudicated`,
  )
  expect(n.here).toBeGreaterThan(0.1)
  expect(n.elsewhere).toBeLessThan(0.05)
})

test('dose_not_lowered: one CT is over the new reference in most chest exams, the others in few', async () => {
  const { scanner, from } = story('dose_not_lowered')
  const n = await numbers(
    `SELECT avg(dose_over_reference::INT) FILTER (scanner_id = '${scanner}') AS here,
       avg(dose_over_reference::INT) FILTER (scanner_id <> '${scanner}') AS elsewhere,
       avg(compliant::INT) FILTER (scanner_id = '${scanner}') AS compliance
     FROM mart.exam_compliance WHERE protocol_code IN ('CT-CHEST', 'CT-LUNG-SCREENING') AND day >= DATE '${from}'`,
  )
  expect(n.here).toBeGreaterThan(0.6)
  expect(n.elsewhere).toBeLessThan(0.15)
  expect(n.compliance).toBe(0)
})

test('contrast_order_swapped: wrong order occurs at one center only', async () => {
  const rows = await ask(config, `SELECT DISTINCT center_code FROM mart.deviation WHERE kind = 'wrong_order'`)
  expect(rows).toEqual([{ center_code: story('contrast_order_swapped').center }])
})

test('reporting_backlog: at the end reports take days at one center and are missing', async () => {
  const { center, to } = story('reporting_backlog')
  const n = await numbers(
    `SELECT quantile_cont(date_diff('minute', completed_at, reported_at), 0.5) FILTER (center_code = '${center}') AS here,
       quantile_cont(date_diff('minute', completed_at, reported_at), 0.5) FILTER (center_code <> '${center}') AS elsewhere,
       avg((reported_at IS NULL)::INT) FILTER (center_code = '${center}') AS unreported
     FROM main.exam WHERE performed AND modality = 'MR' AND day >= DATE '${to}' - 9`,
  )
  expect(n.here).toBeGreaterThan(1440)
  expect(n.elsewhere).toBeLessThan(300)
  expect(n.unreported).toBeGreaterThan(0.1)
})

test('high_no_show: one center’s rate is far above every other', async () => {
  const rows = await ask(
    config,
    `SELECT center_code, sum(no_shows_due) / sum(bookings_due) AS rate FROM mart.center_day WHERE modality = 'MR'
     GROUP BY 1 ORDER BY 2 DESC LIMIT 2`,
  )
  expect(rows[0]!.center_code).toBe(story('high_no_show').center)
  expect(Number(rows[0]!.rate)).toBeGreaterThan(1.5 * Number(rows[1]!.rate))
})

test('tariff_cut: the charge for the same MR exam falls by a fifth in one province on one day', async () => {
  const { from } = story('tariff_cut')
  const n = await numbers(
    `SELECT avg(charge_amount) FILTER (center_code = 'C001' AND service_date >= DATE '${from}')
         / avg(charge_amount) FILTER (center_code = 'C001' AND service_date < DATE '${from}') AS here,
       avg(charge_amount) FILTER (center_code = 'C005' AND service_date >= DATE '${from}')
         / avg(charge_amount) FILTER (center_code = 'C005' AND service_date < DATE '${from}') AS elsewhere
     FROM main.charge WHERE procedure_code = 'MR-BRAIN'`,
  )
  expect(n.here).toBeCloseTo(0.8, 2)
  expect(n.elsewhere).toBeCloseTo(1, 6)
})

test('AI agrees less on scans that deviate from the protocol, and more where it was seen first', async () => {
  const n = await numbers(
    `SELECT avg((outcome IN ('TP', 'TN'))::INT) FILTER (exam_compliant) AS compliant,
       avg((outcome IN ('TP', 'TN'))::INT) FILTER (NOT exam_compliant) AS deviating,
       avg((outcome IN ('TP', 'TN'))::INT) FILTER (opened_before_report) AS seen,
       avg((outcome IN ('TP', 'TN'))::INT) FILTER (NOT opened_before_report) AS unseen FROM mart.ai_reading`,
  )
  expect(n.compliant).toBeGreaterThan(n.deviating!)
  expect(n.seen).toBeGreaterThan(n.unseen!)
})

test('slots are booked in steps of five minutes on scanners of the kind, and walk-ins have none', async () => {
  const n = await numbers(
    `SELECT count(*) FILTER (scheduled_minutes IS NULL) AS without, count(*) FILTER (scheduled_minutes % 5 = 0) AS booked, count(*) AS n,
       count(*) FILTER (s.modality <> h.modality) AS elsewhere
     FROM main.exam e LEFT JOIN main.scanner s ON s.scanner_id = e.scanner_id LEFT JOIN main.scanner h ON h.scanner_id = e.scheduled_scanner_id`,
  )
  expect(n.elsewhere).toBe(0)
  expect(n.without! + n.booked!).toBe(n.n)
  expect(Math.min(n.without!, n.booked!)).toBeGreaterThan(1000)
})

test('the budget is near what centers earn, and asks a profit of those that lose', async () => {
  const rows = await ask(
    config,
    `SELECT center_code, CAST(sum(m.net_revenue) FILTER (line = 'net_revenue') AS DOUBLE) / sum(amount) FILTER (line = 'net_revenue') AS met,
       min(amount) FILTER (line = 'operating_profit') AS profit
     FROM main.budget b JOIN mart.center_month m USING (center_code, month) WHERE m.month_state = 'closed' GROUP BY 1`,
  )
  expect(rows).toHaveLength(12)
  for (const row of rows) {
    expect(Number(row.met), String(row.center_code)).toBeGreaterThan(0.7)
    expect(Number(row.met), String(row.center_code)).toBeLessThan(1.35)
    expect(Number(row.profit)).toBeGreaterThan(0)
  }
})

test('each target is for a metric that the methods page knows, each change on the day of its story', async () => {
  const known = metrics.map((metric) => metric.id)
  const targets = await ask(config, 'SELECT DISTINCT metric FROM main.target')
  expect(targets.map((t) => t.metric).filter((id) => !known.includes(String(id)))).toEqual([])
  expect(
    await ask(
      config,
      `SELECT center_code, from_date FROM main.intervention WHERE kind = 'software' AND center_code IS NOT NULL`,
    ),
  ).toEqual([{ center_code: story('dwi_lost').center, from_date: story('dwi_lost').from }])
})

test('late_first_case: the first patient of a day gets onto one table 40 minutes after the first slot, elsewhere on time', async () => {
  const n = await numbers(
    `WITH first AS (SELECT scanner_id, day, min(scheduled_at) FILTER (WHERE status <> 'cancelled') AS slot,
         min(started_at) FILTER (WHERE performed) AS start FROM main.exam WHERE modality = 'MR' GROUP BY ALL)
     SELECT median(epoch(start - slot) / 60) FILTER (WHERE scanner_id = 'C011-MR1') AS late,
       median(epoch(start - slot) / 60) FILTER (WHERE scanner_id <> 'C011-MR1') AS elsewhere FROM first`,
  )
  expect(n.late).toBeGreaterThanOrEqual(38)
  expect(n.elsewhere).toBeLessThan(15)
})

test('no_show_far_ahead: bookings made over 14 days ahead are missed three times as often as the others and more', async () => {
  const n = await numbers(
    `WITH booked AS (SELECT status = 'no_show' AS missed, scheduled_at - ordered_at > INTERVAL 14 DAY AS far FROM main.exam
       WHERE center_code = 'C012' AND status NOT IN ('cancelled', 'scheduled') AND scheduled_minutes IS NOT NULL)
     SELECT avg(missed::INT) FILTER (WHERE far) AS far, avg(missed::INT) FILTER (WHERE NOT far) AS near, count_if(far) AS n FROM booked`,
  )
  expect(n.n).toBeGreaterThan(50)
  expect(n.far).toBeGreaterThan(0.15)
  expect(n.far! / n.near!).toBeGreaterThan(3)
})

test('fleet_drift: hardly a shoulder exam keeps to the book after the day, in any center, and most did before', async () => {
  const { from } = story('fleet_drift')
  const n = await numbers(
    `SELECT avg(compliant::INT) FILTER (day >= DATE '${from}') AS after, avg(compliant::INT) FILTER (day < DATE '${from}') AS before
     FROM mart.exam_compliance WHERE protocol_code = 'MR-SHOULDER'`,
  )
  expect(n.after).toBeLessThan(0.05)
  expect(n.before).toBeGreaterThan(0.8)
})

test('a network with few centers or days says which stories it has', () => {
  const ids = (centers: number, days: number) => plantedStories({ ...options, centers, days }).map((s) => s.id)
  expect(ids(1, 120)).toEqual(['ai_specificity_drop', 'ai_manufacturer_fall', 'ai_after_report', 'tariff_cut'])
  expect(ids(3, 14)).toEqual(['ai_specificity_drop', 'dwi_lost', 'ai_after_report'])
  expect(ids(12, 3)).toEqual([])
  expect(ids(300, 365)).toHaveLength(17)
})

test('the documentation lists every story with the place and day of the default network', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/demo-network.md'), 'utf8')
  for (const s of plantedStories(demoOptions({ out: 'x' }))) {
    const line = page.split('\n').find((l) => l.includes(`\`${s.id}\``))
    expect(line, s.id).toContain(s.scanner ?? s.center ?? 'network')
    expect(line, s.id).toContain(s.from)
  }
})

test('ai_after_report: one product comes back after nearly every report of one center, the others as before', async () => {
  const { center, from } = story('ai_after_report')
  const late = (which: string) => `avg((r.returned_at > e.reported_at)::INT) FILTER (${which})`
  const n = await numbers(
    `SELECT ${late(`e.center_code = '${center}' AND e.day >= DATE '${from}' AND r.product_code = 'AI-CHEST'`)} AS planted,
       ${late(`e.center_code = '${center}' AND e.day < DATE '${from}' AND r.product_code = 'AI-CHEST'`)} AS before,
       ${late(`e.center_code = '${center}' AND r.product_code <> 'AI-CHEST'`)} AS others,
       ${late(`e.center_code <> '${center}' AND r.product_code = 'AI-CHEST'`)} AS elsewhere
     FROM main.ai_result r JOIN main.exam e USING (center_code, accession_no) WHERE r.status = 'ok'`,
  )
  expect(n.planted).toBeGreaterThan(0.98)
  for (const share of [n.before, n.others, n.elsewhere]) expect(share).toBeLessThan(0.2)
})
