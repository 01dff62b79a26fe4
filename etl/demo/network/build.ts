import { catalogueOf } from '../catalogue/ai-products.ts'
import { PROCEDURES } from '../catalogue/procedures.ts'
import { instantFormatter, isoDay } from '../clock.ts'
import { EXAMS_PER_CENTER_DAY, period, type DemoOptions } from '../options.ts'
import { Random, weighted } from '../random.ts'
import { demand } from '../rhythm.ts'
import { centerCode, effectsAt, type Effects } from '../stories.ts'
import type { Modality } from '../modality.ts'
import type { Center } from '../types.ts'
import { CITIES } from './cities.ts'
import { fleet, fullDemand, MODALITIES } from './fleet.ts'
import { windowsOn } from './hours.ts'
import { styleOf } from './style.ts'

/** Size quantiles of the first twelve centers: the stories need centers that are not too small. */
const FIRST_SIZES = [0.94, 0.56, 0.64, 0.4, 0.72, 0.6, 0.66, 0.8, 0.86, 0.76, 0.12, 0.24]
const SIZE_SIGMA = 0.7
const PARTNERED = new Set([3, 7, 9])
const LOSING = new Set([3, 10])

/** All centers with their scanners, sized so that about `options.exams` exams result. */
export function buildNetwork(options: DemoOptions): Center[] {
  const { first, last } = period(options)
  const perCenterDay =
    (options.exams ?? EXAMS_PER_CENTER_DAY * options.centers * options.days) / options.centers / options.days
  const sizes = Array.from({ length: options.centers }, (_, i) => sizeOf(i))
  const mean = sizes.reduce((a, b) => a + b, 0) / sizes.length
  const centers = sizes.map((size, i) => buildCenter(i, (size / mean) * perCenterDay, first, options))
  scaleToTotal(centers, perCenterDay * options.centers * options.days, first, last)
  return centers
}

function sizeOf(index: number): number {
  // The golden ratio spreads quantiles evenly, however many centers there are.
  const quantile = FIRST_SIZES[index] ?? (index * 0.618034) % 1
  return Math.exp(SIZE_SIGMA * normalQuantile(Math.min(0.995, Math.max(0.005, quantile))))
}

/** Inverse of the logistic approximation to the normal distribution: good to 0.02 where it is used. */
function normalQuantile(p: number): number {
  return Math.log(p / (1 - p)) / 1.702
}

function buildCenter(index: number, volume: number, first: number, options: DemoOptions): Center {
  const rng = new Random(options.seed, 'center', index)
  const code = centerCode(index)
  const [cityEn, cityZh, province, longitude, latitude] = CITIES[index % CITIES.length]!
  const ordinal = Math.floor(index / CITIES.length) + 1
  const effects = effectsAt(index, options)
  const partnered = PARTNERED.has(index) || (index > 11 && index % 3 === 0)
  const offsetHours = province === '新疆' ? 6 : 8
  const style = styleOf(index)
  const scanners = fleet(code, volume, index === 0 || (index > 11 && volume > 150), first, rng)
  if (index === 0) extendHours(scanners, first, options.days)
  if (effects.full_but_losing !== null)
    for (const s of scanners) s.demand = fullDemand(s) * (s.modality === 'DX' ? 0.5 : 1)
  return {
    index,
    code,
    nameEn: `${cityEn} Imaging Center${ordinal > 1 ? ` No. ${ordinal}` : ''}`,
    nameZh: `${cityZh}${ordinal > 1 ? `第${ordinal}` : ''}影像中心`,
    province,
    city: cityZh,
    longitude: Math.round((longitude + rng.between(-0.08, 0.08)) * 10000) / 10000,
    latitude: Math.round((latitude + rng.between(-0.08, 0.08)) * 10000) / 10000,
    ownership: partnered ? 'partnered' : 'self_owned',
    partnerShare: !partnered ? 0 : effects.full_but_losing !== null ? 0.45 : rng.int(6, 8) / 20,
    termsChange: index === 7 ? { from: first + Math.floor(options.days / 2), partnerShare: 0.28 } : null,
    timeZone: offsetHours === 6 ? 'Asia/Urumqi' : 'Asia/Shanghai',
    offsetHours,
    openedOn: isoDay(first - rng.int(3300, 4200)),
    lastDay: period(options).last,
    scanners,
    style,
    effects,
    format: instantFormatter(style.time, offsetHours),
    ...habits(index, effects, rng),
    ...people(rng, volume),
    products: catalogueOf(options.centers).filter(
      (p, i) => index === 0 || p.code === 'AI-LUNG' || rng.chance(i < 10 ? 0.75 : 0.3),
    ),
    procedures: mixes(rng),
    patients: Math.max(200, Math.round(volume * options.days * 0.7)),
  }
}

/** One scanner's evenings are staffed from the middle of the period on (reference/staffing.csv). */
function extendHours(scanners: Center['scanners'], first: number, days: number): void {
  const s = scanners.find((x) => x.modality === 'MR')!
  const from = first + Math.floor(days * 0.55)
  s.staffingChange = { from, staffedHours: '1-5 07:30-22:00;6 07:30-19:00;7 08:00-16:00' }
}

function habits(index: number, effects: Effects, rng: Random) {
  const quantile = (index * 0.618034 + 0.31) % 1
  return {
    sloppiness: rng.lognormal(1, 0.3),
    noShowFactor: effects.high_no_show !== null ? 3.4 : rng.lognormal(1, 0.15),
    readingFactor: rng.lognormal(1, 0.2),
    structuredShare: index % 12 === 11 ? 0.55 : rng.between(0.82, 0.96),
    opensAiFirst: rng.between(0.6, 0.85),
    outsourcedReading: rng.chance(0.3) ? rng.between(0.2, 0.6) : 0,
    priceFactor: effects.full_but_losing !== null ? 0.74 : Math.round(rng.between(0.93, 1.04) * 100) / 100,
    targetMargin: effects.full_but_losing !== null ? -0.18 : LOSING.has(index) ? -0.07 : -0.02 + 0.32 * quantile,
  }
}

function people(rng: Random, volume: number) {
  const technologists = Array.from({ length: Math.max(4, Math.ceil(volume / 12)) }, (_, i) => ({
    id: `T${String(i + 1).padStart(2, '0')}`,
    pace: rng.lognormal(1, 0.08),
  }))
  const count = Math.max(3, Math.ceil(volume / 25))
  return { technologists, radiologists: Array.from({ length: count }, (_, i) => `R${String(i + 1).padStart(2, '0')}`) }
}

function mixes(rng: Random): Center['procedures'] {
  const mixes: Center['procedures'] = new Map()
  for (const modality of MODALITIES) {
    const own = PROCEDURES.filter((p) => p.modality === modality)
    const weights = new Map(own.map((p) => [p, p.weight * rng.lognormal(1, 0.2)]))
    mixes.set(
      modality,
      weighted(own, (p) => weights.get(p)!),
    )
  }
  return mixes
}

/** Multiplies demand so that the calendar of the period gives the total; a scanner that is full by story stays full. */
function scaleToTotal(centers: Center[], total: number, first: number, last: number): void {
  const byModality = new Map<Modality, number[]>()
  for (const m of MODALITIES) {
    byModality.set(
      m,
      Array.from({ length: last - first + 1 }, (_, i) => demand(first + i, m, last)),
    )
  }
  let fixed = 0
  let free = 0
  for (const center of centers) {
    for (const s of center.scanners) {
      const sum = byModality
        .get(s.modality)!
        .reduce((a, d, i) => a + (windowsOn(s, first + i).length > 0 ? d * s.demand : 0), 0)
      if (center.effects.full_but_losing !== null) fixed += sum
      else free += sum
    }
  }
  const factor = free > 0 ? Math.max(total - fixed, total * 0.2) / free : 1
  for (const center of centers) {
    if (center.effects.full_but_losing === null) for (const s of center.scanners) s.demand *= factor
  }
}
