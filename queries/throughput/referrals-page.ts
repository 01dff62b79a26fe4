import type { WarehouseReader } from '../db/snapshot.ts'
import { compareNothing, type Filter } from '../filter/filter.ts'
import { answer } from '../page/answer.ts'
import type { Answer, Feed } from '../page/page-types.ts'
import { physicians, referralSources } from './referral-sources.ts'
import type { ReferralsPage } from './referral-types.ts'

/** Who sends patients, what becomes of their orders, and who comes again. */
export function referralsPage(
  reader: WarehouseReader,
  filter: Filter,
  { money }: { money: boolean },
): Promise<Answer<ReferralsPage>> {
  const needs: Feed[] = ['exams', ...(money ? (['billing'] as const) : [])]
  return answer(
    reader,
    { name: 'referrals', filter: compareNothing(filter), options: { money }, needs },
    async ({ db, filters }) => {
      const [sources, counted] = await Promise.all([referralSources(db, filters, money), physicians(db, filters)])
      return { sources, ...counted }
    },
  )
}
