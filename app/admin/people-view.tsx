import { Form, Link } from '@remix-run/react'
import type { Person } from '../access.ts'
import { Card } from '../components/ui/card.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import { RightsFields, ScopeText } from './rights-fields.tsx'

export interface PersonRow extends Person {
  user_name: string
  display_name: string
  disabled: boolean
  must_change_password: boolean
  last_sign_in_at: string | null
}

function Row({ person }: { person: PersonRow }) {
  const { t, code, format } = useI18n()
  const { user_name, display_name, roles, scope, disabled, must_change_password, last_sign_in_at } = person
  return (
    <tr className="border-t border-line align-top">
      <th scope="row" className="py-1 pr-3 text-left font-normal">
        <Link to={`/admin?${new URLSearchParams({ person: user_name })}`} className="link">
          {user_name}
        </Link>
      </th>
      <td className="py-1 pr-3">{display_name || '–'}</td>
      <td className="py-1 pr-3">{roles.map((role) => code('role', role)).join(t('list.separator'))}</td>
      <td className="py-1 pr-3">
        <ScopeText scope={scope} />
      </td>
      <td className="py-1 pr-3 whitespace-nowrap">
        {last_sign_in_at ? format.instant(last_sign_in_at) : t('admin.never')}
      </td>
      <td className="py-1">
        {t(disabled ? 'admin.disabled' : must_change_password ? 'admin.invited' : 'admin.active')}
      </td>
    </tr>
  )
}

function AddForm() {
  const { t } = useI18n()
  return (
    <Card title={t('admin.add')}>
      <Form method="post" action="/admin" className="max-w-md space-y-3">
        <input type="hidden" name="intent" value="add" />
        <label className="block">
          {t('admin.user_name')}
          <input
            name="user_name"
            required
            autoCapitalize="none"
            autoComplete="off"
            className="field mt-1 block w-full"
          />
        </label>
        <label className="block">
          {t('admin.display_name')}
          <input name="display_name" autoComplete="off" className="field mt-1 block w-full" />
        </label>
        <RightsFields roles={['manager']} scope={{ kind: 'center', values: [] }} />
        <button className="button button-primary">{t('admin.add')}</button>
      </Form>
    </Card>
  )
}

/** Everybody with an account, and a form for one more. */
export function PeopleView({ people }: { people: PersonRow[] }) {
  const { t, format } = useI18n()
  const headings = ['user_name', 'display_name', 'roles', 'scope', 'last_sign_in', 'state'] as const
  return (
    <>
      <Card title={t('admin.people')} note={t('admin.people_note', { n: format.count(people.length) })}>
        <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={t('admin.people')}>
          <table className="w-full text-left">
            <thead className="text-muted">
              <tr>
                {headings.map((name) => (
                  <th key={name} scope="col" className="pr-3 font-normal">
                    {t(`admin.${name}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {people.map((person) => (
                <Row key={person.user_name} person={person} />
              ))}
            </tbody>
          </table>
        </div>
      </Card>
      <AddForm />
    </>
  )
}
