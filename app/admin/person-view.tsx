import { Form, Link } from '@remix-run/react'
import { Card } from '../components/ui/card.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import type { PersonRow } from './people-view.tsx'
import { RightsFields, seesBoth } from './rights-fields.tsx'

const addressOf = ({ user_name }: PersonRow) => `/admin?${new URLSearchParams({ person: user_name })}`

function Does({ person, intent, label }: { person: PersonRow; intent: string; label: string }) {
  return (
    <Form method="post" action={addressOf(person)}>
      <input type="hidden" name="user_name" value={person.user_name} />
      <button name="intent" value={intent} className="button">
        {label}
      </button>
    </Form>
  )
}

type Shown = PersonRow & { second_factor: boolean; linked: { issuer: string; at: string } | null }

/** One person: rights, and what is done when something was lost. */
export function PersonView({ person }: { person: Shown }) {
  const { t, format } = useI18n()
  const { linked } = person
  return (
    <Card title={t('admin.person', { name: person.user_name })}>
      <p className="mb-3">
        <Link to="/admin" className="link">
          {t('admin.back')}
        </Link>
      </p>
      {seesBoth(person.roles) && <p className="mb-3 rounded bg-warn-soft px-3 py-2">{t('admin.money_and_persons')}</p>}
      {linked && <p className="mb-3">{t('admin.linked', { issuer: linked.issuer, at: format.instant(linked.at) })}</p>}
      <Form method="post" action={addressOf(person)} className="max-w-md space-y-3">
        <input type="hidden" name="intent" value="change" />
        <input type="hidden" name="user_name" value={person.user_name} />
        <label className="block">
          {t('admin.display_name')}
          <input name="display_name" defaultValue={person.display_name} className="field mt-1 block w-full" />
        </label>
        <RightsFields roles={person.roles} scope={person.scope} />
        <label className="flex items-center gap-1.5">
          <input type="checkbox" name="disabled" value="1" defaultChecked={person.disabled} />
          {t('admin.is_disabled')}
        </label>
        <button className="button button-primary">{t('admin.save')}</button>
      </Form>
      <div className="mt-4 flex flex-wrap gap-2">
        {!linked && <Does person={person} intent="invite" label={t('admin.make_link')} />}
        <Does person={person} intent="end_sessions" label={t('admin.end_sessions')} />
        {person.second_factor && <Does person={person} intent="drop_factor" label={t('admin.drop_factor')} />}
        {linked && <Does person={person} intent="unlink" label={t('admin.unlink')} />}
      </div>
    </Card>
  )
}
