import { SCOPE_KINDS, type CenterScope } from '#queries/scope/center-scope.ts'
import { ROLES } from '../access.ts'

const text = (form: FormData, name: string) => String(form.get(name) ?? '').trim()

/** One value in a line, none twice. */
export const linesOf = (value: string) =>
  [...new Set(value.split(/[\r\n]+/).map((line) => line.trim()))].filter(Boolean)

function scopeOf(form: FormData): CenterScope {
  const kind = SCOPE_KINDS.find((one) => one === text(form, 'scope_kind')) ?? 'center'
  return kind === 'all' ? { kind } : { kind, values: linesOf(text(form, 'scope_values')) }
}

/** What a form says of a person. A kind of scope that is none is a scope of nothing, which is refused. */
export function personForm(form: FormData) {
  return {
    user_name: text(form, 'user_name').toLowerCase(),
    display_name: text(form, 'display_name'),
    roles: ROLES.filter((role) => form.getAll('roles').includes(role)),
    scope: scopeOf(form),
    disabled: form.get('disabled') === '1',
  }
}

export const tokenForm = (form: FormData) => ({
  userName: text(form, 'user_name').toLowerCase(),
  name: text(form, 'name'),
  centers: linesOf(text(form, 'centers')),
  days: Number(text(form, 'days')) || 90,
})
