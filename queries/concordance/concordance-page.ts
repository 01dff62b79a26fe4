import type { WarehouseReader } from '../db/snapshot.ts'
import type { Filter } from '../filter/filter.ts'
import { coverageMonths, coverageFigures, findingCoverage } from './coverage.ts'
import { concordanceFigures, HEADLINE } from './concordance-figures.ts'
import { concordanceOverTime, concordanceStep, versionSpans } from './over-time.ts'
import { catalogue, compliantAgainstDeviating, productFindings, seenAgainstUnseen } from './products.ts'
import { readingFigures, readingSteps } from './readings.ts'
import { productRuns, runFigures } from './runs.ts'
import type { ReadingMarks } from './cases-types.ts'
import { lastDayOfData } from '../filter/last-day.ts'
import { productCards, productFees } from '../product/catalogue.ts'
import { centerChain } from '../product/chain.ts'
import { judgedProducts } from '../product/judged.ts'
import { manufacturerChanges, manufacturerCounts } from '../product/manufacturers.ts'
import { robustnessOf } from '../product/robustness.ts'
import { summaryOf } from '../product/summary.ts'
import { answer } from '../page/answer.ts'
import { baselineOf } from '../page/control-chart.ts'
import { lookBack } from '../page/look-back.ts'
import { findingNames } from '../page/names.ts'
import { networkBeside } from '../page/network-beside.ts'
import type { Answer } from '../page/page-types.ts'
import type { ConcordancePage } from './concordance-types.ts'

/** How often AI and radiologist come to the same answer, per product and finding. Not accuracy: nobody is the truth. */
export function concordancePage(
  reader: WarehouseReader,
  filter: Filter,
  { money, readings: said }: { money: boolean; readings?: ReadingMarks } = { money: false },
): Promise<Answer<ConcordancePage>> {
  const page = { name: 'concordance', filter, metrics: HEADLINE, needs: ['exams', 'ai_results'] as const }
  return answer(
    reader,
    { ...page, options: { money, revision: said?.revision }, needs: [...page.needs] },
    async ({ db, filters }) => {
      const step = concordanceStep(filters)
      const baseline = baselineOf(step, filters)
      const lately = lookBack(filters, await lastDayOfData(db))
      const [readings, network, steps, coverage, runs, products, finding, cards, counts, judged, chain, fees] =
        await Promise.all([
          readingFigures(db, filters, true),
          networkBeside(db, filters, { name: 'concordance.network', metrics: HEADLINE }),
          readingSteps(db, filters, step, baseline),
          coverageFigures(db, filters),
          runFigures(db, filters),
          catalogue(db),
          findingNames(db),
          productCards(db),
          manufacturerCounts(db, lately),
          judgedProducts(db, filters, said?.marks ?? []),
          centerChain(db, filters, money),
          money ? productFees(db) : null,
        ])
      const facts = { readings, runs, manufacturers: manufacturerChanges(counts), judged, fees }
      const { from, to } = coverageMonths(filters)
      const { points, limits } = concordanceOverTime(steps, { step, period: filters, baseline })
      return {
        figures: concordanceFigures({ readings, runs, coverage }, filters),
        network,
        products: productFindings(readings, products, finding),
        step,
        over_time: points,
        baseline,
        limits,
        versions: versionSpans(steps),
        compliant_against_deviating: compliantAgainstDeviating(readings, { products, finding }),
        seen_against_unseen: seenAgainstUnseen(readings, { products, finding }),
        coverage_months: { from, to },
        coverage: findingCoverage(coverage, finding),
        runs: productRuns(runs, products),
        summaries: cards.map((card) => summaryOf(card, facts)),
        robustness: robustnessOf(readings, filters),
        chain,
      }
    },
  )
}
