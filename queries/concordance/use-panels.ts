import { pick, type Panel } from '../panel/panel.ts'
import { FEWEST_RESULTS, MOST_LATE } from './use-losses.ts'
import { LOSSES, STAGES, type Loss, type UsePage } from './use-types.ts'

const FROM = { q: 'use.runs' }

/** A loss of a product at a center, as `lossesOf` counts it. */
const LOST: Record<Loss, string> = {
  not_live: 'CASE WHEN sent = 0 THEN exams ELSE 0 END',
  not_sent: 'CASE WHEN sent > 0 THEN exams - sent ELSE 0 END',
  ...{ rejected_input: 'rejected_input', timeout: 'timeout', failed: 'failed' },
  ...{ late: 'ok - back', not_opened: 'back - opened', not_acted: 'opened - acted' },
}

const STAGE_TEXT = {
  ...{
    exams: 'exams',
    live: 'CASE WHEN sent > 0 THEN exams ELSE 0 END',
    sent: 'sent',
    accepted: 'sent - rejected_input',
  },
  ...{ ok: 'ok', back: 'back', opened: 'opened', acted: 'acted' },
}

const sum = (text: string, name: string) => `CAST(sum(${text}) AS BIGINT) AS ${name}`
const LATENCY = ['latency_minutes_median', 'latency_minutes_p90'] as const

const funnel: Panel<UsePage> = {
  id: 'funnel',
  from: FROM,
  select: `SELECT product_code, ${STAGES.map((name) => sum(STAGE_TEXT[name], name)).join(', ')},
    ${LATENCY.map((name) => `max(${name}) AS ${name}`).join(', ')}
    FROM q GROUP BY product_code ORDER BY sum(exams) DESC, product_code`,
  shows: (page) => page.products.map((row) => pick(row, ['product_code', ...STAGES, ...LATENCY])),
  exact: true,
}

const losses: Panel<UsePage> = {
  id: 'losses',
  from: FROM,
  select: `${LOSSES.map(
    (loss) => `SELECT product_code, '${loss}' AS loss, ${sum(LOST[loss], 'exams')} FROM q GROUP BY product_code
      HAVING sum(${LOST[loss]}) > 0`,
  ).join(' UNION ALL ')} ORDER BY exams DESC, product_code, loss`,
  shows: (page) => page.losses.map((row) => pick(row, ['product_code', 'loss', 'exams'])),
  exact: true,
}

const late: Panel<UsePage> = {
  id: 'late',
  from: FROM,
  select: `SELECT product_code, center_code, ok, ok - back AS late, (ok - back) / ok AS share FROM q
    WHERE ok >= ${FEWEST_RESULTS} ORDER BY share DESC, ok DESC, center_code, product_code LIMIT ${MOST_LATE}`,
  shows: (page) => page.late.map((row) => pick(row, ['product_code', 'center_code', 'ok', 'late', 'share'])),
  exact: true,
}

const PAIR = [
  ...(['first_code', 'second_code', 'finding_code', 'exams', 'found_both', 'found_first_only'] as const),
  ...(['found_second_only', 'found_neither', 'false_first_only', 'false_second_only'] as const),
]

const pairs: Panel<UsePage> = {
  id: 'pairs',
  from: { q: 'use.pairs' },
  select: `SELECT ${PAIR.join(', ')} FROM q ORDER BY exams DESC, first_code, second_code, finding_code`,
  shows: (page) => page.pairs.map((row) => pick(row, PAIR)),
  exact: true,
}

const domains: Panel<UsePage> = {
  id: 'domains',
  from: { q: 'use.products' },
  select: 'SELECT domain, product_code, live_from, runs FROM q ORDER BY domain, product_code',
  shows: (page) =>
    page.domains.flatMap(({ domain, live, idle, to_come }) =>
      [...live, ...idle, ...to_come].map((row) => ({ domain, ...pick(row, ['product_code', 'live_from', 'runs']) })),
    ),
  exact: true,
}

export const aiUsePanels: Panel<UsePage>[] = [funnel, late, losses, pairs, domains]
