import type { WarehouseReader } from '../db/snapshot.ts'
import { FilterError, type Filter } from '../filter/filter.ts'
import { filterIssue } from '../filter/problems.ts'
import { textParam } from '../filter/search-params.ts'
import { answer } from '../page/answer.ts'
import { protocolNames } from '../page/names.ts'
import type { Answer } from '../page/page-types.ts'
import { deviationCosts } from './cost-of-deviation.ts'
import { missingTags } from './missing-tags.ts'
import type { ParametersPage, ParametersQuery } from './parameters-types.ts'
import { costed, paretoRows } from './pareto.ts'
import { chooseParameter, ruledParameters } from './ruled-parameters.ts'
import { observedValues } from './strips.ts'
import { whatIf } from './what-if.ts'

const RANKS = ['exams', 'severity', 'cost'] as const

function bound(search: URLSearchParams, name: string): number | null {
  const text = textParam(search, name)
  if (text === undefined) return null
  const value = Number(text)
  if (!Number.isFinite(value)) throw new FilterError([filterIssue(name, 'no_number')])
  return value
}

/** What the address asks beside the filter. @throws {FilterError} for a band that is none */
export function parametersQuery(search: URLSearchParams): ParametersQuery {
  const [min, max] = [bound(search, 'min'), bound(search, 'max')]
  if (min !== null && max !== null && min > max) throw new FilterError([filterIssue('min', 'above_max')])
  return {
    protocol: textParam(search, 'protocol'),
    step: textParam(search, 'step'),
    parameter: textParam(search, 'parameter'),
    rank: RANKS.find((rank) => rank === search.get('rank')) ?? 'exams',
    ...((min !== null || max !== null) && { band: { min, max } }),
  }
}

/**
 * What scanners logged for one ruled parameter beside its rule, what deviates most, and which tags are missing where. What
 * deviating costs is in yuan only for who may see money.
 */
export function parametersPage(
  reader: WarehouseReader,
  filter: Filter,
  query: ParametersQuery,
  { money }: { money: boolean },
): Promise<Answer<ParametersPage>> {
  const page = { name: 'parameters', filter, options: { ...query, money } }
  return answer(reader, { ...page, needs: ['exams', 'scanner_log'] }, async ({ db, filters }) => {
    const [pareto, allRuled, nameOf, missing_tags, costs] = await Promise.all([
      paretoRows(db, filters, query.rank),
      ruledParameters(db),
      protocolNames(db),
      missingTags(db, filters),
      deviationCosts(db, filters, { money }),
    ])
    const chosen = chooseParameter(query, allRuled, pareto)
    const [{ strips, weeks }, what_if] = await Promise.all([
      chosen ? observedValues(db, filters, chosen) : { strips: [], weeks: [] },
      chosen && query.band ? whatIf(db, filters, chosen, query.band) : null,
    ])
    const codes = [...new Set(allRuled.map(({ protocol_code }) => protocol_code))]
    return {
      chosen: chosen && { ...chosen, ...nameOf(chosen.protocol_code) },
      protocols: codes.map((protocol_code) => ({ protocol_code, ...nameOf(protocol_code) })),
      ruled: allRuled.filter((row) => row.protocol_code === chosen?.protocol_code),
      strips,
      weeks,
      pareto: costed(pareto, costs, query.rank),
      pareto_rank: query.rank,
      missing_tags,
      costs,
      what_if,
    }
  })
}
