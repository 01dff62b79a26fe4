import type { Kysely } from 'kysely'
import { oncePerSnapshot } from '../db/once.ts'
import type { Database } from '../schema.ts'
import { differenceOfProportions } from '../statistics/proportion.ts'
import { ofSet } from '../metric/grouping-sets.ts'
import { nameOf, type NameOf } from '../page/names.ts'
import { concordanceMetrics } from './concordance-metrics.ts'
import type { Contrast, ProductFinding } from './concordance-types.ts'
import { BY_COMPLIANCE, BY_FINDING, BY_SEEN, type Readings } from './readings.ts'
import { groupAgreement, twoByTwo } from './two-by-two.ts'

export interface Catalogue {
  nameOf: NameOf
  product: (code: string) => { vendor: string | null; modality: string | null } | undefined
}

export function catalogue(db: Kysely<Database>): Promise<Catalogue> {
  return oncePerSnapshot(db, 'AI products', async () => {
    const rows = await db
      .selectFrom('ai_product')
      .select(['product_code as code', 'name_en', 'name_zh', 'vendor', 'modality'])
      .execute()
    const known = new Map(rows.map((row) => [row.code, row]))
    return { nameOf: nameOf(rows), product: (code) => known.get(code) }
  })
}

const isRead = ({ figures }: Readings) => (figures.readings.value ?? 0) > 0

const text = (readings: Readings, key: string) => readings.row[key] as string

const isSame = (a: Readings, b: Readings, keys: readonly string[]) => keys.every((key) => a.row[key] === b.row[key])

/** The 2×2 of each product and finding beside the previous period. */
export function productFindings(readings: Readings[], products: Catalogue, finding: NameOf): ProductFinding[] {
  const rows = ofSet(readings, ...BY_FINDING)
  const before = rows.filter((row) => !row.is_current)
  return rows
    .filter((row) => row.is_current && isRead(row))
    .map((current) => {
      const [product_code, finding_code] = [text(current, 'product_code'), text(current, 'finding_code')]
      const known = products.product(product_code)
      const { n, agreement, sensitivity, specificity } = groupAgreement(
        before.find((row) => isSame(row, current, BY_FINDING)),
      )
      return {
        product_code,
        product: products.nameOf(product_code),
        vendor: known?.vendor ?? null,
        modality: known?.modality ?? null,
        finding_code,
        finding: finding(finding_code),
        ...twoByTwo(current),
        previous: { n, agreement, sensitivity, specificity },
      }
    })
}

type Split = 'exam_compliant' | 'opened_before_report'

function contrast(rows: Readings[], by: Split) {
  const group = (value: boolean | null) => groupAgreement(rows.find(({ row }) => row[by] === value))
  const [first, second] = [group(true), group(false)]
  const { minimumCount } = concordanceMetrics.agreement
  const enough = first.n >= minimumCount && second.n >= minimumCount
  const d = enough ? differenceOfProportions({ k: first.agree, n: first.n }, { k: second.agree, n: second.n }) : null
  const [difference, low, high] = [d?.difference ?? null, d?.low ?? null, d?.high ?? null]
  return { first, second, unknown: group(null), difference, low, high }
}

/** The groups of a split side by side, for each of its other keys. */
interface Named {
  products: Catalogue
  finding: NameOf
}

function contrasts(readings: Readings[], { products, finding }: Named, set: readonly string[], by: Split): Contrast[] {
  const keys = set.filter((key) => key !== by)
  const rows = ofSet(readings, ...set).filter((row) => row.is_current && isRead(row))
  const firsts = rows.filter((row, i) => rows.findIndex((other) => isSame(other, row, keys)) === i)
  return firsts.map((first) => {
    const product_code = text(first, 'product_code')
    const finding_code = keys.includes('finding_code') ? text(first, 'finding_code') : null
    const mine = rows.filter((row) => isSame(row, first, keys))
    return {
      product_code,
      product: products.nameOf(product_code),
      finding_code,
      finding: finding_code === null ? null : finding(finding_code),
      ...contrast(mine, by),
    }
  })
}

/** Does the AI agree less on scans that deviate from the protocol? Per product, all its findings. */
export const compliantAgainstDeviating = (readings: Readings[], names: Named) =>
  contrasts(readings, names, BY_COMPLIANCE, 'exam_compliant')

/** A radiologist who saw the AI's answer first is no independent reference: seen and unseen apart. */
export const seenAgainstUnseen = (readings: Readings[], names: Named) =>
  contrasts(readings, names, BY_SEEN, 'opened_before_report')
