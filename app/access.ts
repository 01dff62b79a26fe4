import { DATA_CLASSES, type DataClass } from '#queries/data-classes.ts'
import { PANEL_CLASSES } from '#queries/panel/panel-classes.ts'
import { pageNamed, type PageName } from './page-list.ts'

/** Who may see what. The server decides by it for pages, their `.json` twins and `.data`; the navigation only reads it. */
export const ROLES = ['executive', 'manager', 'qa', 'analyst', 'admin'] as const
export type Role = (typeof ROLES)[number]

/**
 * Which roles a class of data is for, whatever the door: pages, their twins, the SQL console, its links and its exports.
 * Money and persons meet in one role only, so that nobody else ranks people by revenue (docs/decisions/0064).
 */
export const CLASS_ROLES: Record<DataClass, readonly Role[]> = {
  operations: ROLES,
  money: ['executive', 'admin'],
  // Those who work on cases: who answers a complaint, who follows up a deviation, who compares reading with reading.
  person: ['manager', 'qa', 'analyst', 'admin'],
}

export function classesOf(role: Role): DataClass[] {
  return DATA_CLASSES.filter((name) => CLASS_ROLES[name].includes(role))
}

/** Pages that are not for everyone who has signed in; those of a view are its own roles' unless they stand here. */
const RESTRICTED: Partial<Record<PageName, readonly Role[]>> = {
  exam: CLASS_ROLES.person,
  // Lists of single exams, and what single patients had.
  audit: CLASS_ROLES.person,
  dose: CLASS_ROLES.person,
  cases: CLASS_ROLES.person,
  profitability: CLASS_ROLES.money,
  data: ['executive', 'qa', 'analyst', 'admin'],
  sql: ['executive', 'qa', 'analyst', 'admin'],
}

export function rolesFor(page: PageName): readonly Role[] {
  return RESTRICTED[page] ?? RESTRICTED[pageNamed(page).view ?? page] ?? ROLES
}

export function mayOpen(role: Role, page: PageName): boolean {
  return rolesFor(page).includes(role)
}

/** Who may start a run of the ETL on the data page. */
export const STARTS_RUNS: readonly Role[] = ['admin']

export function mayStartRuns(role: Role): boolean {
  return STARTS_RUNS.includes(role)
}

/** Who sets the state of a deviation and judges a reading; whoever may open the list reads it. */
export const MARKS_CASES: readonly Role[] = ['qa', 'admin']

export function mayMarkCases(role: Role): boolean {
  return MARKS_CASES.includes(role)
}

/** Whoever may see what came in, and the centers' own people, may check a file before it is sent. */
export const CHECKS_FILES: readonly Role[] = ROLES.filter((role) => role === 'manager' || mayOpen(role, 'data'))

export function mayCheckFiles(role: Role): boolean {
  return CHECKS_FILES.includes(role)
}

/** Whether money stands on pages that also show other things; whoever may not see it gets pages without it. */
export function maySeeMoney(role: Role): boolean {
  return CLASS_ROLES.money.includes(role)
}

/** Whether single exams stand on pages that also show sums; whoever may not see them gets pages without them. */
export function maySeePersons(role: Role): boolean {
  return CLASS_ROLES.person.includes(role)
}

/** Who may open the statement behind a panel, `<page>.<id>`: those of its page and of the console who may also run it. */
export function rolesForPanel(page: PageName, panel: string): readonly Role[] {
  const needed = [PANEL_CLASSES[panel] ?? 'operations'].flat()
  return rolesFor('sql').filter(
    (role) => mayOpen(role, page) && needed.every((name) => CLASS_ROLES[name].includes(role)),
  )
}
