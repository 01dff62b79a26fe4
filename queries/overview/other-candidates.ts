import type { Estimate } from '../page/page-types.ts'
import { rateDifference } from '../statistics/period-difference.ts'
import { manufacturerChanges } from '../product/manufacturers.ts'
import { fellAlone, RULES } from '../product/verdict.ts'
import type { Evidence } from './evidence.ts'
import { ofCenter, perMonth, signalOf, type Candidate } from './signal.ts'

/** From this share of staffed time on: an eighth of an hour a day would be noise. */
export const DOWN_SHARE = 0.1

/** Scanners that were down for more than a tenth of their staffed time; the stake is the exams of that time. */
export function downCandidates({ filters, down, nameOf }: Evidence): Candidate[] {
  return down.flatMap(({ row, figures: { down_share } }): Candidate[] => {
    const share = down_share.value ?? 0
    if (share <= DOWN_SHARE) return []
    const code = row['center_code'] as string
    const exams = (row['exams_performed'] as number | null) ?? 0
    const signal = () =>
      signalOf({
        kind: 'down_time',
        center: ofCenter(code, nameOf),
        scanner_id: row['scanner_id'] as string,
        modality: row['modality'] as string,
        ...{ metric: 'down_share', value: share, reference: DOWN_SHARE },
        stake: perMonth((exams * share) / Math.max(0.05, 1 - share), filters),
        link: { path: `/centers/${encodeURIComponent(code)}`, filters: {}, panel: 'faults' },
      })
    return [{ p: null, signal }]
  })
}

/** A fall of at least `matters` points, and how likely chance makes one. */
function fall(now: Estimate, before: Estimate | undefined, least: number, matters: number) {
  if (!before || (now.n ?? 0) < least || (before.n ?? 0) < least) return null
  const sample = ({ numerator, n }: Estimate) => ({ k: numerator ?? 0, n: n ?? 0 })
  const { difference, p } = rateDifference(sample(now), sample(before))
  if (difference === null || p === null) return null
  return { difference, p: difference <= -matters ? p : 1 }
}

const SLIP = 0.03

/** Compliance of the last weeks against that before. */
export function slippingCandidates({ lately, changed, nameOf }: Evidence): Candidate[] {
  const earlier = new Map(
    changed.filter((row) => !row.is_current).map(({ row, figures }) => [row['center_code'], figures]),
  )
  return changed
    .filter((row) => row.is_current)
    .flatMap(({ row, figures: { compliance_rate: now } }): Candidate[] => {
      const code = row['center_code'] as string
      const before = earlier.get(code)
      const change = fall(now, before?.compliance_rate, 10, SLIP)
      if (!change) return []
      const signal = () =>
        signalOf({
          kind: 'compliance_slipping',
          center: ofCenter(code, nameOf),
          ...{
            metric: 'compliance_rate',
            value: now.value,
            reference: before?.compliance_rate.value ?? null,
            n: now.n,
          },
          stake: perMonth(Math.abs(change.difference) * (now.n ?? 0), lately),
          link: { path: '/compliance', filters: { center: code }, panel: 'drift' },
        })
      return [{ p: change.p, signal }]
    })
}

const FEWEST_READINGS = 30
const AGREEMENT_FALL = 0.05

/** Sensitivity and specificity to the radiologist of each product and finding, the last weeks against those before. */
export function readingCandidates({ lately, readings, products, finding }: Evidence): Candidate[] {
  const same = (a: Record<string, unknown>, b: Record<string, unknown>) =>
    a['product_code'] === b['product_code'] && a['finding_code'] === b['finding_code']
  return readings
    .filter((row) => row.is_current)
    .flatMap(({ row, figures }) =>
      (['specificity', 'sensitivity'] as const).flatMap((metric): Candidate[] => {
        const before = readings.find((other) => !other.is_current && same(other.row, row))?.figures[metric]
        const now = figures[metric]
        const change = fall(now, before, FEWEST_READINGS, AGREEMENT_FALL)
        if (!change) return []
        const [product_code, finding_code] = [row['product_code'] as string, row['finding_code'] as string]
        const modality = products.product(product_code)?.modality ?? null
        const signal = () =>
          signalOf({
            kind: 'ai_agreement_fall',
            product: { product_code, ...products.nameOf(product_code) },
            finding: { finding_code, ...finding(finding_code) },
            modality,
            ...{ metric, value: now.value, reference: before?.value ?? null, n: now.n },
            stake: perMonth(Math.abs(change.difference) * (now.n ?? 0), lately),
            link: { path: '/concordance', filters: modality ? { modality } : {}, panel: 'over_time' },
          })
        return [{ p: change.p, signal }]
      }),
    )
}

const ALONE = RULES.find(({ rule }) => rule === 'manufacturer')!.limit

/** Products whose agreement fell on one manufacturer's scanners, beyond what it did on the others'. */
export function manufacturerCandidates({ lately, manufacturers, products }: Evidence): Candidate[] {
  return [...manufacturerChanges(manufacturers)].flatMap(([product_code, changes]) =>
    changes.flatMap((one): Candidate[] => {
      const { manufacturer, now, before, change, beyond } = one
      if (beyond.p === null || change.difference === null) return []
      const signal = () =>
        signalOf({
          kind: 'ai_manufacturer_fall',
          product: { product_code, ...products.nameOf(product_code) },
          manufacturer,
          ...{ metric: 'agreement', value: now.k / now.n, reference: before.k / before.n, n: now.n },
          stake: perMonth(Math.abs(change.difference!) * now.n, lately),
          link: { path: `/products/${encodeURIComponent(product_code)}`, filters: {}, panel: 'manufacturers' },
        })
      return [{ p: fellAlone(one, ALONE) ? beyond.p : 1, signal }]
    }),
  )
}

/** Centers a feed of which is days behind the others'; the stake is the exams that figures may lack. */
export function staleCandidates({ filters, freshness, counts, nameOf }: Evidence): Candidate[] {
  const isAsked = (code: string) => filters.center.length === 0 || filters.center.includes(code)
  const codes = [...new Set(freshness.filter((row) => row.stale).map((row) => row.center_code))].filter(isAsked)
  return codes.map((code) => {
    const mine = counts.filter(({ row }) => row['center_code'] === code)
    const exams = mine.reduce((sum, { figures }) => sum + (figures.exams_performed.value ?? 0), 0)
    const signal = () =>
      signalOf({
        kind: 'data_stale',
        center: ofCenter(code, nameOf),
        ...{ metric: 'exams_performed', value: null },
        stake: perMonth(exams, filters),
        link: { path: '/data', filters: { center: code }, panel: 'freshness' },
      })
    return { p: null, signal }
  })
}
