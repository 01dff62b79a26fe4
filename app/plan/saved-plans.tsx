import { Form, Link, useLocation, useSearchParams } from '@remix-run/react'
import { BESIDE } from '#queries/plan/plan-address.ts'
import { Card } from '../components/ui/card.tsx'
import { filterLink } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import type { SavedPlan } from './saved-plan.ts'

type Levers = [name: string, value: string][]

/** The address of two plans: the one that is moved, and the one beside it. */
function usePlanLink() {
  const [search] = useSearchParams()
  return (plan: Levers, beside: Levers) =>
    filterLink('/plan', search, {
      ...Object.fromEntries(plan),
      ...Object.fromEntries(beside.map(([name, value]) => [BESIDE + name, value])),
    })
}

interface Props {
  saved: SavedPlan[]
  levers: Levers
  beside: Levers
}

/** A person's plans by name: to open, to set beside the one that is moved, to delete; and this one to keep. */
export function SavedPlans({ saved, levers, beside }: Props) {
  const { t } = useI18n()
  const link = usePlanLink()
  const { search } = useLocation()
  return (
    <Card title={t('plan_form.saved')} note={t('plan_form.saved_note')}>
      <p className="flex flex-wrap gap-3">
        {levers.length > 0 && (
          <Link to={link(levers, levers)} className="link">
            {t('plan_form.set_beside')}
          </Link>
        )}
        {beside.length > 0 && (
          <Link to={link(levers, [])} className="link">
            {t('plan_form.drop_beside')}
          </Link>
        )}
        {levers.length > 0 && (
          <Link to={link([], beside)} className="link">
            {t('plan_form.begin_anew')}
          </Link>
        )}
      </p>
      <ul className="mt-2">
        {saved.map((plan) => {
          const own: Levers = [...new URLSearchParams(plan.levers)]
          return (
            <li key={plan.name} className="flex flex-wrap items-center gap-x-3 border-t border-line py-1">
              <Link to={link(own, beside)} className="link min-w-24 flex-1 truncate">
                {plan.name}
              </Link>
              <Link to={link(levers, own)} className="link" aria-label={`${t('plan_form.beside')}: ${plan.name}`}>
                {t('plan_form.beside')}
              </Link>
              <Form method="post" action={`/plan${search}`} preventScrollReset>
                <input type="hidden" name="name" value={plan.name} />
                <button
                  name="intent"
                  value="delete"
                  className="link"
                  aria-label={`${t('plan_form.delete')}: ${plan.name}`}
                >
                  {t('plan_form.delete')}
                </button>
              </Form>
            </li>
          )
        })}
      </ul>
      <Form method="post" action={`/plan${search}`} preventScrollReset className="mt-2 flex gap-2">
        <input type="hidden" name="levers" value={new URLSearchParams(levers).toString()} />
        <input
          name="name"
          required
          maxLength={80}
          placeholder={t('plan_form.name')}
          aria-label={t('plan_form.name')}
          className="field min-w-0 flex-1"
        />
        <button className="button">{t('plan_form.save')}</button>
      </Form>
    </Card>
  )
}
