import { DATA_CLASSES, type DataClass } from '#queries/data-classes.ts'
import { PANEL_CLASSES } from '#queries/panel/panel-classes.ts'
import { ALL_CENTERS, type CenterScope } from '#queries/scope/center-scope.ts'
import { pageNamed, type PageName } from './page-list.ts'

/** Who may see what. The server decides by it for pages, their `.json` twins and `.data`; the navigation only reads it. */
export const ROLES = ['executive', 'manager', 'qa', 'analyst', 'admin'] as const
export type Role = (typeof ROLES)[number]

/** What decides what somebody may see and do: their roles, whose rights add up, and the centers that they work for. */
export interface Person {
  roles: readonly Role[]
  scope: CenterScope
}

/** A person, or a role by itself, which is somebody of that role for all centers. */
export type Held = Role | Person

const rolesOf = (held: Held): readonly Role[] => (typeof held === 'string' ? [held] : held.roles)
export const scopeOf = (held: Held): CenterScope => (typeof held === 'string' ? ALL_CENTERS : held.scope)
const isOneOf = (held: Held, allowed: readonly Role[]) => rolesOf(held).some((role) => allowed.includes(role))
const seesNetwork = (held: Held) => scopeOf(held).kind === 'all'

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

export function classesOf(held: Held): DataClass[] {
  return DATA_CLASSES.filter((name) => isOneOf(held, CLASS_ROLES[name]))
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
  sql: ROLES,
}

/** Pages whose figures are of the network as a whole, which no scope of centers can narrow. */
export const NETWORK_PAGES: readonly PageName[] = ['data']

export function rolesFor(page: PageName): readonly Role[] {
  return RESTRICTED[page] ?? RESTRICTED[pageNamed(page).view ?? page] ?? ROLES
}

export function mayOpen(held: Held, page: PageName): boolean {
  return isOneOf(held, rolesFor(page)) && (seesNetwork(held) || !NETWORK_PAGES.includes(page))
}

/** Who may start a run of the ETL on the data page. */
export const STARTS_RUNS: readonly Role[] = ['admin']

export function mayStartRuns(held: Held): boolean {
  return isOneOf(held, STARTS_RUNS) && seesNetwork(held)
}

/** Who keeps people, their roles and scopes, and reads the audit trail: for the whole network, or not at all. */
export const ADMINISTERS: readonly Role[] = ['admin']

export function mayAdminister(held: Held): boolean {
  return isOneOf(held, ADMINISTERS) && seesNetwork(held)
}

/** Who sets the state of a deviation and judges a reading; whoever may open the list reads it. */
export const MARKS_CASES: readonly Role[] = ['qa', 'admin']

export function mayMarkCases(held: Held): boolean {
  return isOneOf(held, MARKS_CASES)
}

/** Whoever may see what came in, and the centers' own people, may check a file before it is sent. */
export const CHECKS_FILES: readonly Role[] = ROLES.filter((role) => role === 'manager' || mayOpen(role, 'data'))

export function mayCheckFiles(held: Held): boolean {
  return isOneOf(held, CHECKS_FILES)
}

/** Pages that show single exams beside sums, to whoever may see them. */
const WITH_PERSONS: readonly PageName[] = ['compliance', 'flow', 'scanner', 'minutes', 'referrals', 'center']

/** Whether a page shows somebody single exams or what single patients had: its reads are on record. */
export function showsPersons(held: Held, page: PageName): boolean {
  return maySeePersons(held) && (rolesFor(page) === CLASS_ROLES.person || WITH_PERSONS.includes(page))
}

/** Whether money stands on pages that also show other things; whoever may not see it gets pages without it. */
export function maySeeMoney(held: Held): boolean {
  return isOneOf(held, CLASS_ROLES.money)
}

/** Whether single exams stand on pages that also show sums; whoever may not see them gets pages without them. */
export function maySeePersons(held: Held): boolean {
  return isOneOf(held, CLASS_ROLES.person)
}

/** Panels that are worked out of the rows of every center: no statement within a scope makes them. */
const OF_EVERY_CENTER: ReadonlySet<string> = new Set(['center.attention'])

/** Whether a panel has a statement and rows for somebody at all: one that judges by every center has none within a scope. */
export const hasStatement = (held: Held, panel: string) => seesNetwork(held) || !OF_EVERY_CENTER.has(panel)

/** Whether somebody may open the statement behind a panel: its page, the console, and every class that it takes. */
export function mayOpenPanel(held: Held, page: PageName, panel: string): boolean {
  const needed = [PANEL_CLASSES[panel] ?? 'operations'].flat()
  const classes = classesOf(held)
  const isAllowed = needed.every((name) => classes.includes(name))
  return mayOpen(held, 'sql') && mayOpen(held, page) && isAllowed && hasStatement(held, panel)
}

/** The roles that may open the statement behind a panel, `<page>.<id>`: those of its page and of the console who may also run it. */
export function rolesForPanel(page: PageName, panel: string): readonly Role[] {
  const needed = [PANEL_CLASSES[panel] ?? 'operations'].flat()
  return rolesFor('sql').filter(
    (role) => mayOpen(role, page) && needed.every((name) => CLASS_ROLES[name].includes(role)),
  )
}
