/** The name by which statements reach what they are offered; they need not write it. */
export const CATALOG = 'isocenter'
