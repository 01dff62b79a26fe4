import { SCOPE_KINDS, type CenterScope } from '#queries/scope/center-scope.ts'
import { ROLES, type Role } from '../access.ts'
import { useI18n } from '../i18n/use-i18n.ts'

/** A scope in words. */
export function ScopeText({ scope }: { scope: CenterScope }) {
  const { t } = useI18n()
  if (scope.kind === 'all') return t('admin.scope.all')
  const shown = scope.values.slice(0, 6).join(t('list.separator'))
  const more = scope.values.length > 6 ? ` +${scope.values.length - 6}` : ''
  return `${t(`admin.scope.${scope.kind}`)}: ${shown || t('admin.scope_none')}${more}`
}

/** Roles and centers of a person, as a form asks for them. */
export function RightsFields({ roles, scope }: { roles: readonly Role[]; scope: CenterScope }) {
  const { t, code } = useI18n()
  return (
    <>
      <fieldset>
        <legend className="text-muted">{t('admin.roles')}</legend>
        <div className="flex flex-wrap gap-x-4 gap-y-1">
          {ROLES.map((role) => (
            <label key={role} className="flex items-center gap-1.5">
              <input type="checkbox" name="roles" value={role} defaultChecked={roles.includes(role)} />
              {code('role', role)}
            </label>
          ))}
        </div>
      </fieldset>
      <label className="block">
        {t('admin.scope_kind')}
        <select name="scope_kind" defaultValue={scope.kind} className="field mt-1 block w-full">
          {SCOPE_KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {t(`admin.scope.${kind}`)}
            </option>
          ))}
        </select>
      </label>
      <label className="block">
        {t('admin.scope_values')}
        <textarea
          name="scope_values"
          rows={4}
          defaultValue={scope.kind === 'all' ? '' : scope.values.join('\n')}
          className="field mt-1 block min-h-24 w-full py-1.5 font-mono"
        />
      </label>
    </>
  )
}

/** Whether roles together see money and single persons, which decision 64 keeps apart. */
export const seesBoth = (roles: readonly Role[]) =>
  roles.includes('executive') && !roles.includes('admin') && roles.some((role) => role !== 'executive')
