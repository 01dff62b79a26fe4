/** Entries of the trail that stand on one page. */
export const ENTRIES_ON_PAGE = 100
