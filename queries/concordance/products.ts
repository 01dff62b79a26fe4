import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'
import { differenceOfProportions } from '../statistics/proportion.ts'
import { addCounts, NO_COUNTS, type Counts } from '../statistics/two-by-two.ts'
import { metric } from '../metrics.ts'
import { nameOf, type NameOf } from '../page/names.ts'
import type { Contrast, ProductFinding } from './concordance-types.ts'
import type { ReadingGroup } from './readings.ts'
import { groupAgreement, twoByTwo } from './two-by-two.ts'

export interface Catalogue {
  nameOf: NameOf
  product: (code: string) => { vendor: string | null; modality: string | null } | undefined
}

export async function catalogue(db: Kysely<Database>): Promise<Catalogue> {
  const rows = await db
    .selectFrom('ai_product')
    .select(['product_code as code', 'name_en', 'name_zh', 'vendor', 'modality'])
    .execute()
  return { nameOf: nameOf(rows), product: (code) => rows.find((row) => row.code === code) }
}

const sumOf = (groups: ReadingGroup[]): Counts =>
  groups.reduce<Counts>((sum, { tp, fp, fn, tn }) => addCounts(sum, { tp, fp, fn, tn }), NO_COUNTS)

/** Groups by a key, keys in order. */
function byKey<T>(rows: T[], key: (row: T) => string): T[][] {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const group = groups.get(key(row))
    if (group) group.push(row)
    else groups.set(key(row), [row])
  }
  return [...groups.entries()].sort(([a], [b]) => a.localeCompare(b)).map(([, group]) => group)
}

const productFinding = (g: ReadingGroup) => `${g.product_code}\u0000${g.finding_code}`

/** The 2×2 of each product and finding beside the previous period. */
export function productFindings(groups: ReadingGroup[], products: Catalogue, finding: NameOf): ProductFinding[] {
  return byKey(groups, productFinding).flatMap((mine) => {
    const { product_code, finding_code } = mine[0] as ReadingGroup
    const current = mine.filter((g) => g.is_current)
    if (current.length === 0) return []
    const before = twoByTwo(sumOf(mine.filter((g) => !g.is_current)))
    const known = products.product(product_code)
    return [
      {
        product_code,
        product: products.nameOf(product_code),
        vendor: known?.vendor ?? null,
        modality: known?.modality ?? null,
        finding_code,
        finding: finding(finding_code),
        ...twoByTwo(sumOf(current)),
        previous: {
          n: before.n,
          agreement: before.agreement,
          sensitivity: before.sensitivity,
          specificity: before.specificity,
        },
      },
    ]
  })
}

function contrast(groups: ReadingGroup[], of: (g: ReadingGroup) => boolean | null) {
  const first = groupAgreement(sumOf(groups.filter((g) => of(g) === true)))
  const second = groupAgreement(sumOf(groups.filter((g) => of(g) === false)))
  const { minimumCount } = metric('agreement')
  const enough = first.n >= minimumCount && second.n >= minimumCount
  const d = enough ? differenceOfProportions({ k: first.agree, n: first.n }, { k: second.agree, n: second.n }) : null
  return {
    first,
    second,
    unknown: groupAgreement(sumOf(groups.filter((g) => of(g) === null))),
    difference: d?.difference ?? null,
    low: d?.low ?? null,
    high: d?.high ?? null,
  }
}

/** Does the AI agree less on scans that deviate from the protocol? Per product, all its findings. */
export function compliantAgainstDeviating(groups: ReadingGroup[], products: Catalogue): Contrast[] {
  const current = groups.filter((g) => g.is_current)
  return byKey(current, (g) => g.product_code).map((mine) => {
    const { product_code } = mine[0] as ReadingGroup
    const what = { product_code, product: products.nameOf(product_code), finding_code: null }
    return { ...what, ...contrast(mine, (g) => g.exam_compliant) }
  })
}

/** A radiologist who saw the AI's answer first is no independent reference: seen and unseen apart. */
export function seenAgainstUnseen(groups: ReadingGroup[], products: Catalogue): Contrast[] {
  const current = groups.filter((g) => g.is_current)
  return byKey(current, productFinding).map((mine) => {
    const { product_code, finding_code } = mine[0] as ReadingGroup
    const what = { product_code, product: products.nameOf(product_code), finding_code }
    return { ...what, ...contrast(mine, (g) => g.opened_before_report) }
  })
}
