import { z } from 'zod'
import { FilterError } from '../filter/filter.ts'
import { filterIssue } from '../filter/problems.ts'
import { RANGES, type LeverName } from './plan-address.ts'
import type { PlanLevers } from './plan-types.ts'

const CODE = /^[\w-]{1,64}$/

function numberAt(search: URLSearchParams, name: string, [least, most]: readonly [number, number]): number | null {
  const text = search.get(name)?.trim() ?? ''
  if (text === '') return null
  const parsed = z.coerce.number().min(least).max(most).safeParse(text)
  if (parsed.success) return parsed.data
  throw new FilterError([filterIssue(name, 'beyond_range', { least: String(least), most: String(most) })])
}

/** Levers that have a value a modality, as `tariff.CT`; those that change nothing are left out. */
function byModality(search: URLSearchParams, prefix: string, lever: 'tariff' | 'volume'): Record<string, number> {
  const start = `${prefix}${lever}.`
  const names = [...new Set(search.keys())].filter((name) => name.startsWith(start)).sort()
  const entries = names.map((name): [string, number] => {
    const modality = name.slice(start.length)
    if (!CODE.test(modality)) throw new FilterError([filterIssue(name.slice(0, 80), 'no_modality')])
    return [modality, numberAt(search, name, RANGES[lever]) ?? 0]
  })
  return Object.fromEntries(entries.filter(([, value]) => value !== 0))
}

function mixOf(search: URLSearchParams, prefix: string): PlanLevers['mix'] {
  const [from, to] = ['mix_from', 'mix_to'].map((name) => search.get(prefix + name)?.trim() ?? '')
  const share = numberAt(search, `${prefix}mix_share`, RANGES.mix_share)
  if (!share || !from || !to || from === to) return null
  for (const code of [from, to])
    if (!CODE.test(code)) throw new FilterError([filterIssue(`${prefix}mix_from`, 'no_payer')])
  return { from, to, share }
}

function procedureOf(search: URLSearchParams, prefix: string): PlanLevers['procedure'] {
  const code = search.get(`${prefix}procedure`)?.trim() ?? ''
  const tariff = numberAt(search, `${prefix}procedure_tariff`, RANGES.procedure_tariff)
  return code && tariff ? { code, tariff } : null
}

/** The plan of an address. @throws {FilterError} where a lever is no number, or beyond its range */
export function planLevers(search: URLSearchParams, prefix = ''): PlanLevers {
  const one = (name: LeverName) => numberAt(search, prefix + name, RANGES[name])
  return {
    tariff: byModality(search, prefix, 'tariff'),
    volume: byModality(search, prefix, 'volume'),
    mix: mixOf(search, prefix),
    procedure: procedureOf(search, prefix),
    denials: one('denials') ?? 0,
    hours: one('hours') ?? 0,
    partner: {
      share: one('partner_share'),
      floor: one('partner_floor'),
      tier_from: one('tier_from'),
      tier_share: one('tier_share'),
    },
    ai: one('ai') ?? 0,
  }
}

export const NO_LEVERS = planLevers(new URLSearchParams())
