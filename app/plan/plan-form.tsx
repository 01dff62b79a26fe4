import { Form, useLocation, useSearchParams, useSubmit } from '@remix-run/react'
import { useEffect, useRef } from 'react'
import type { PlanPage } from '#queries/plan/plan-types.ts'
import { BESIDE, isAtRest, isTyped } from '#queries/plan/plan-address.ts'
import { Card } from '../components/ui/card.tsx'
import { KEPT } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { AmountField, ChoiceField, Slider } from './levers.tsx'

/** So long nothing may have moved before the plan is asked for. */
const STILL_MS = 150

interface Props {
  modalities: { modality: string; hasExams: boolean }[]
  payers: string[]
  procedures: PlanPage['procedures']
  levers: [name: string, value: string][]
  beside: [name: string, value: string][]
  /** Under the plan, CNY. */
  profit: { after: number; change: number }
}

/** Asks for the plan while levers move, without a place in the history for every step. */
function useLive() {
  const submit = useSubmit()
  const timer = useRef<number>()
  useEffect(() => () => window.clearTimeout(timer.current), [])
  return (form: HTMLFormElement) => {
    window.clearTimeout(timer.current)
    timer.current = window.setTimeout(() => {
      const given = [...new FormData(form)].map(([name, value]): [string, string] => [name, String(value)])
      if (!given.every(([lever, value]) => isTyped(lever, value))) return
      const moved = given.filter(([lever, value]) => !isAtRest(lever, value))
      const options = { action: '/plan', replace: true, preventScrollReset: true, state: { live: true } }
      submit(new URLSearchParams(moved), options)
    }, STILL_MS)
  }
}

/** Which address the fields began with: one that they made themselves leaves them alone. */
function useBegun(): string {
  const { key, state } = useLocation()
  const begun = useRef(key)
  if (!(state as { live?: boolean } | null)?.live) begun.current = key
  return begun.current
}

/** What is moved: one lever a row. It is a form, and a script asks while it moves. */
export function PlanForm({ modalities, payers, procedures, levers, beside, profit }: Props) {
  const { t, format, code, name: nameOf } = useI18n()
  const [search] = useSearchParams()
  const live = useLive()
  const values = new Map(levers)
  const name = (modality: string) => (modality === 'none' ? t('change.no_modality') : modality)
  const slider = (lever: string, label: string, least: number, most: number) => (
    <Slider key={lever} {...{ lever, label, least, most }} value={values.get(lever) ?? ''} />
  )
  const choice = (lever: string, label: string, options: { value: string; label: string }[]) => (
    <ChoiceField key={lever} {...{ lever, label, options }} value={values.get(lever)} />
  )
  const payerOptions = payers.map((payer) => ({ value: payer, label: code('payer', payer) }))
  const procedureOptions = procedures.map((row) => ({ value: row.procedure_code, label: nameOf(row) }))
  return (
    <Card title={t('plan_form.title')}>
      <Form key={useBegun()} method="get" action="/plan" onInput={(event) => live(event.currentTarget)}>
        {KEPT.flatMap((kept) =>
          search.getAll(kept).map((value) => <input key={kept + value} type="hidden" name={kept} value={value} />),
        )}
        {beside.map(([lever, value]) => (
          <input key={lever} type="hidden" name={BESIDE + lever} value={value} />
        ))}
        <fieldset>
          <legend className="font-medium">{t('plan_form.tariff')}</legend>
          {modalities.map(({ modality }) => slider(`tariff.${modality}`, name(modality), -50, 50))}
          {choice('procedure', t('plan_form.procedure'), procedureOptions)}
          {slider('procedure_tariff', t('plan_form.procedure_tariff'), -50, 50)}
        </fieldset>
        <fieldset className="mt-3">
          <legend className="font-medium">{t('plan_form.volume')}</legend>
          {modalities
            .filter(({ hasExams }) => hasExams)
            .map(({ modality }) => slider(`volume.${modality}`, name(modality), -50, 50))}
        </fieldset>
        <fieldset className="mt-3">
          <legend className="font-medium">{t('plan_form.other')}</legend>
          {slider('denials', t('plan_form.denials'), -100, 100)}
          {slider('hours', t('plan_form.hours'), -50, 50)}
          {slider('ai', t('plan_form.ai'), -100, 100)}
        </fieldset>
        <fieldset className="mt-3">
          <legend className="font-medium">{t('plan_form.mix')}</legend>
          {choice('mix_from', t('plan_form.mix_from'), payerOptions)}
          {choice('mix_to', t('plan_form.mix_to'), payerOptions)}
          {slider('mix_share', t('plan_form.mix_share'), 0, 100)}
        </fieldset>
        <fieldset className="mt-3">
          <legend className="font-medium">{t('plan_form.partner')}</legend>
          {(['partner_share', 'partner_floor', 'tier_from', 'tier_share'] as const).map((lever) => (
            <AmountField key={lever} lever={lever} label={t(`plan_form.${lever}`)} value={values.get(lever) ?? ''} />
          ))}
        </fieldset>
        <div className="sticky bottom-0 -mx-4 mt-4 flex flex-wrap items-center gap-2 border-t border-line bg-surface px-4 py-2">
          <output className="flex-1 font-semibold" data-profit={profit.after}>
            {t('plan_form.profit', { after: format.money(profit.after), change: format.signedMoney(profit.change) })}
          </output>
          <button className="button button-primary">{t('plan_form.ask')}</button>
        </div>
      </Form>
    </Card>
  )
}
