/** The classes of a staffed minute, in the order in which pages show them. */
export const LEDGER_CLASSES = ['acquiring', 'on_table', 'turnover', 'no_show', 'idle', 'down'] as const
export type LedgerClass = (typeof LEDGER_CLASSES)[number]

/** Ways to say how much a room is used, by their name in the address; the first is the network's own. */
export const DEFINITIONS = ['room', 'acquisition', 'day', 'slots', 'exams_per_hour'] as const
export type UseDefinition = (typeof DEFINITIONS)[number]

/** The figure of each in the registry. */
export const DEFINITION_METRIC = {
  room: 'utilization_rate',
  acquisition: 'acquisition_utilization_rate',
  day: 'day_utilization_rate',
  slots: 'slot_utilization_rate',
  exams_per_hour: 'exams_per_open_hour',
} as const satisfies Record<UseDefinition, string>

/** Anything else in the address is the network's own definition. */
export function definitionNamed(name: string | undefined, standard: UseDefinition = 'room'): UseDefinition {
  return DEFINITIONS.find((definition) => definition === name) ?? standard
}
