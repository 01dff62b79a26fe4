/** How a plan stands in an address; read on both sides of the wire. */

/** Under which the second plan of an address stands. */
export const BESIDE = 'b.'

/** The least and the most that a lever takes. */
export const RANGES = {
  tariff: [-100, 200],
  procedure_tariff: [-100, 200],
  volume: [-100, 200],
  mix_share: [0, 100],
  denials: [-100, 300],
  hours: [-100, 100],
  partner_share: [0, 100],
  tier_share: [0, 100],
  ai: [-100, 300],
  partner_floor: [0, 1e9],
  tier_from: [0, 1e9],
} as const

export type LeverName = keyof typeof RANGES

/** The range of a lever by its name in the address; undefined where it is no number, or no lever. */
export function rangeOf(lever: string): readonly [number, number] | undefined {
  const [kind = ''] = lever.split('.')
  if (kind !== lever && kind !== 'tariff' && kind !== 'volume') return undefined
  return Object.hasOwn(RANGES, kind) ? RANGES[kind as LeverName] : undefined
}

/** Whether a person has typed all of a number. */
export function isTyped(lever: string, value: string): boolean {
  const range = rangeOf(lever)
  if (range === undefined || value.trim() === '') return true
  const number = Number(value)
  return number >= range[0] && number <= range[1]
}

/** Levers that name what is moved. */
const CODES = new Set(['mix_from', 'mix_to', 'procedure'])

/** Terms are set instead of moved: a share of nothing is one. */
const IS_SET = new Set(['partner_share', 'partner_floor', 'tier_from', 'tier_share'])

/** Whether a lever is where it was; of what is no lever, whether it is empty. */
export const isAtRest = (lever: string, value: string) =>
  value.trim() === '' || (Number(value) === 0 && rangeOf(lever) !== undefined && !IS_SET.has(lever))

/** The parameters of a plan as an address has them, without those that change nothing. */
export function leversIn(search: URLSearchParams, prefix = ''): [name: string, value: string][] {
  const own = (name: string) => rangeOf(name) !== undefined || CODES.has(name)
  return [...search].flatMap(([name, value]): [string, string][] => {
    const lever = name.startsWith(prefix) ? name.slice(prefix.length) : ''
    return own(lever) && !isAtRest(lever, value) ? [[lever, value.trim()]] : []
  })
}
