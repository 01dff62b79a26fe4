/** The name by which statements reach what they are offered; they need not write it. */
export const CATALOG = 'isocenter'

/** The name under which the snapshot is attached; the gate lets no statement name it. */
export const STORED = 'stored'
