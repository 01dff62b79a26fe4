import type { ChangeEvent } from 'react'
import { useSearchParams } from '@remix-run/react'
import { useI18n } from '../i18n/use-i18n.ts'

/** A start of one's own wins over the choice: who chooses anew wants it gone. Without scripts the reader empties it. */
function emptyOwnStart({ currentTarget: { form } }: ChangeEvent<HTMLSelectElement>) {
  const own = form?.elements.namedItem('compare_from')
  if (own instanceof HTMLInputElement) own.value = ''
}

/** What figures are compared with: the period before, a year ago, nothing, or as many days from a day of one's own. */
export function ComparisonChoice() {
  const { t } = useI18n()
  const [search] = useSearchParams()
  return (
    <>
      <label className="flex flex-col text-xs text-muted">
        {t('comparison.label')}
        <select
          name="compare"
          defaultValue={search.get('compare') ?? ''}
          onChange={emptyOwnStart}
          className="field form-select pr-8"
        >
          <option value="">{t('comparison.previous')}</option>
          <option value="year">{t('comparison.year')}</option>
          <option value="none">{t('comparison.none')}</option>
        </select>
      </label>
      <label className="flex flex-col text-xs text-muted">
        {t('comparison.own')}
        <input type="date" name="compare_from" defaultValue={search.get('compare_from') ?? ''} className="field" />
      </label>
    </>
  )
}
