import { pageNamed, type PageName } from './page-list.ts'

/** Who may see what. The server decides by it for pages, their `.json` twins and `.data`; the navigation only reads it. */
export const ROLES = ['executive', 'manager', 'qa', 'analyst', 'admin'] as const
export type Role = (typeof ROLES)[number]

/** Pages that are not for everyone who has signed in; a view's pages are its own roles'. */
const RESTRICTED: Partial<Record<PageName, readonly Role[]>> = {
  profitability: ['executive', 'admin'],
  data: ['executive', 'qa', 'analyst', 'admin'],
  sql: ['executive', 'qa', 'analyst', 'admin'],
}

export function rolesFor(page: PageName): readonly Role[] {
  return RESTRICTED[pageNamed(page).view ?? page] ?? ROLES
}

export function mayOpen(role: Role, page: PageName): boolean {
  return rolesFor(page).includes(role)
}

/** Who may start a run of the ETL on the data page. */
export const STARTS_RUNS: readonly Role[] = ['admin']

export function mayStartRuns(role: Role): boolean {
  return STARTS_RUNS.includes(role)
}

/** Who sets the state of a deviation; whoever may open the list reads it. */
export const MARKS_DEVIATIONS: readonly Role[] = ['qa', 'admin']

export function mayMarkDeviations(role: Role): boolean {
  return MARKS_DEVIATIONS.includes(role)
}

/** Whoever may see what came in, and the centers' own people, may check a file before it is sent. */
export const CHECKS_FILES: readonly Role[] = ROLES.filter((role) => role === 'manager' || mayOpen(role, 'data'))

export function mayCheckFiles(role: Role): boolean {
  return CHECKS_FILES.includes(role)
}

/** Whether money stands on pages that also show other things; whoever may not see it gets pages without it. */
export function maySeeMoney(role: Role): boolean {
  return mayOpen(role, 'profitability')
}
