import { caseKeys, type CaseKind } from '#queries/cases/case-types.ts'

/** A case as the value of its checkbox: its keys in their order, and what else its kind keeps of it. */
export const caseValue = (kind: CaseKind, row: object, ...beside: (string | null)[]) =>
  JSON.stringify([...caseKeys(kind).map((name) => (row as Record<string, string>)[name]), ...beside])

/** What a form says of the cases that are ticked in it; `beside`: names of what stands behind the keys. @throws {SyntaxError} */
export function caseInput(kind: CaseKind, form: FormData, beside: readonly string[] = []) {
  const names = [...caseKeys(kind), ...beside]
  const keys = form.getAll('case').map((text) => {
    const said: unknown = JSON.parse(String(text))
    const values: unknown[] = Array.isArray(said) ? said : []
    return Object.fromEntries(names.map((name, place) => [name, values[place] ?? null]))
  })
  return {
    keys,
    state: form.get('state'),
    reason: form.get('reason') || null,
    comment: form.get('comment') ?? '',
    assigned_to: form.get('assigned_to') || null,
    due: form.get('due') || null,
  }
}

/** Links to the files of a list. */
export const listFiles = (path: string, search: string) =>
  (['csv', 'xlsx'] as const).map((format) => ({ format, href: `${path}/list.${format}${search}` }))
