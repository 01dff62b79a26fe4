import { pick, type Panel } from '../panel/panel.ts'
import type { ReferralsPage } from './referral-types.ts'

const sources: Panel<ReferralsPage> = {
  id: 'sources',
  from: { q: 'throughput.referral_sources' },
  select: `SELECT *, CASE WHEN ordered >= 10 THEN performed / ordered END AS conversion_rate FROM q ORDER BY referral_source`,
  shows: (page) =>
    page.sources.map((row) =>
      pick(row, [
        ...(['referral_source', 'ordered', 'scheduled', 'performed', 'reported'] as const),
        ...(['conversion_rate', 'lead_days_median'] as const),
      ]),
    ),
  exact: true,
}

const returning: Panel<ReferralsPage> = {
  id: 'returning',
  from: { q: 'throughput.returning_patients', s: 'throughput.referral_sources' },
  select: `SELECT s.referral_source, coalesce(q.returning_exams, 0) AS returning_exams, s.performed,
      CASE WHEN s.performed >= 10 THEN coalesce(q.returning_exams, 0) / s.performed END AS returning_rate
    FROM s LEFT JOIN q ON q.referral_source IS NOT DISTINCT FROM s.referral_source ORDER BY s.referral_source`,
  shows: (page) =>
    page.sources.map((row) => pick(row, ['referral_source', 'returning_exams', 'performed', 'returning_rate'])),
  exact: true,
}

const revenue: Panel<ReferralsPage> = {
  id: 'revenue',
  from: { q: 'throughput.referral_revenue' },
  select: 'SELECT * FROM q ORDER BY referral_source',
  shows: (page) =>
    page.sources.filter((row) => row.net_revenue !== null).map((row) => pick(row, ['referral_source', 'net_revenue'])),
}

const physicians: Panel<ReferralsPage> = {
  id: 'physicians',
  from: { q: 'throughput.referring_physicians' },
  select: 'SELECT * FROM q WHERE referring_physician_key IS NOT NULL ORDER BY referring_physician_key',
  shows: (page) =>
    page.physicians.map((row) => ({
      ...pick(row, ['referring_physician_key', 'ordered', 'scheduled', 'performed', 'reported']),
      ...pick(page, ['physicians_total', 'physicians_hidden']),
    })),
  exact: true,
}

export const referralsPanels: Panel<ReferralsPage>[] = [sources, returning, revenue, physicians]
