import type { ReadingMarks } from '../concordance/cases-types.ts'
import { catalogue, productFindings, seenAgainstUnseen } from '../concordance/products.ts'
import { runFigures } from '../concordance/runs.ts'
import { twoByTwo } from '../concordance/two-by-two.ts'
import type { WarehouseReader } from '../db/snapshot.ts'
import type { Filter } from '../filter/filter.ts'
import { lastDayOfData } from '../filter/last-day.ts'
import { comparedFigures } from '../metric/compare.ts'
import { ofSet } from '../metric/grouping-sets.ts'
import { answer, type Context } from '../page/answer.ts'
import { lookBack, lookedBack } from '../page/look-back.ts'
import { findingNames, type NameOf } from '../page/names.ts'
import type { Answer, Feed } from '../page/page-types.ts'
import { productCards, productFees } from './catalogue.ts'
import { productHistory } from './history.ts'
import { judgedProducts } from './judged.ts'
import { manufacturerChanges, manufacturerCounts } from './manufacturers.ts'
import {
  BY_VERSION_AND_FINDING,
  HEADLINE,
  narrowedToProduct,
  productHeadline,
  productReadings,
} from './product-readings.ts'
import type { ProductReadings } from './product-readings.ts'
import type { ProductPage, VersionFinding } from './product-types.ts'
import { robustnessOf } from './robustness.ts'
import { productSlices } from './slices.ts'
import { summaryOf } from './summary.ts'
import { productThresholds } from './thresholds.ts'
import { turnaroundEffect } from './turnaround.ts'

export interface ProductQuery {
  /** The finding and the score that the threshold explorer is asked about. */
  finding?: string | undefined
  threshold?: number | undefined
}

/** A score of the address; what is no number between 0 and 1 is not asked. */
export function productQuery(search: URLSearchParams): ProductQuery {
  const asked = search.get('threshold')?.trim() ?? ''
  const threshold = /^\d*\.?\d+(e-?\d+)?$/i.test(asked) ? Number(asked) : NaN
  return {
    finding: search.get('finding')?.trim().slice(0, 200) || undefined,
    threshold: threshold >= 0 && threshold <= 1 ? threshold : undefined,
  }
}

/** The 2×2 of each finding and version. */
const byVersion = (readings: ProductReadings[], finding: NameOf): VersionFinding[] =>
  ofSet(readings, ...BY_VERSION_AND_FINDING)
    .filter(({ is_current, figures }) => is_current && (figures.readings.value ?? 0) > 0)
    .map((one) => ({
      finding_code: one.row['finding_code'] as string,
      finding: finding(one.row['finding_code'] as string),
      product_version: one.row['product_version'] as string,
      ...twoByTwo(one),
    }))

/** What who asks may see beside the figures. */
interface Rights {
  money: boolean
  readings?: ReadingMarks
}

async function contentOf(
  { db, filters }: Context,
  product_code: string,
  query: ProductQuery,
  { money, readings: said }: Rights,
) {
  const card = (await productCards(db)).find((one) => one.product_code === product_code)
  if (card === undefined) return undefined
  const [products, finding] = await Promise.all([catalogue(db), findingNames(db)])
  const narrow = await narrowedToProduct(db, filters, product_code)
  const lately = lookBack(filters, await lastDayOfData(db))
  const [headline, readings, runs, counts, judged, slices, thresholds, history, turnaround, fees] = await Promise.all([
    productHeadline(db, filters, product_code),
    productReadings(db, filters, product_code),
    runFigures(db, filters, product_code),
    manufacturerCounts(db, lately),
    judgedProducts(
      db,
      filters,
      (said?.marks ?? []).filter((mark) => mark.product_code === product_code),
    ),
    productSlices(db, narrow, product_code),
    productThresholds(db, filters, card, query, finding),
    productHistory(db, filters, product_code, finding),
    turnaroundEffect(db, narrow, product_code),
    money ? productFees(db) : null,
  ])
  const manufacturers = manufacturerChanges(counts)
  return {
    ...{ product_code, name_en: card.name_en, name_zh: card.name_zh },
    summary: summaryOf(card, { readings, runs, manufacturers, judged, fees }),
    figures: comparedFigures(HEADLINE, headline, filters),
    findings: productFindings(readings, products, finding),
    by_version: byVersion(readings, finding),
    seen_against_unseen: seenAgainstUnseen(readings, { products, finding }),
    robustness: robustnessOf(readings, filters),
    ...slices,
    manufacturers: manufacturers.get(product_code) ?? [],
    look_back: lookedBack(lately, []),
    ...{ thresholds, history, turnaround },
  }
}

/**
 * One AI product: how often it and the radiologists agree, where and when that differs, what another threshold would have
 * done, and what is proposed by rule. `undefined` when the catalogue does not know it.
 */
export async function productPage(
  reader: WarehouseReader,
  product_code: string,
  filter: Filter,
  query: ProductQuery = {},
  rights: Rights = { money: false },
): Promise<Answer<ProductPage> | undefined> {
  const needs: Feed[] = ['exams', 'ai_results']
  const page = await answer(
    reader,
    {
      name: 'product',
      filter,
      options: { product_code, query, money: rights.money, revision: rights.readings?.revision },
      needs,
      metrics: HEADLINE,
    },
    async (context) => ({ content: await contentOf(context, product_code, query, rights) }),
  )
  if (page.snapshot_id === null) return page
  const { content, ...base } = page
  return content && { ...base, ...content }
}
