import { useSearchParams } from '@remix-run/react'
import { useI18n } from '../i18n/use-i18n.ts'

/** What figures are compared with; a start of one's own stands in the address only until another is chosen. */
export function ComparisonChoice() {
  const { t, format } = useI18n()
  const [search] = useSearchParams()
  const own = search.get('compare_from')
  return (
    <div className="flex flex-col text-xs text-muted">
      <label className="flex flex-col">
        {t('comparison.label')}
        <select name="compare" defaultValue={search.get('compare') ?? ''} className="field form-select pr-8">
          <option value="">{t('comparison.previous')}</option>
          <option value="year">{t('comparison.year')}</option>
          <option value="none">{t('comparison.none')}</option>
        </select>
      </label>
      {own && (
        <label className="flex items-center gap-1">
          <input type="checkbox" name="compare_from" value={own} defaultChecked className="form-checkbox h-4 w-4" />
          {t('comparison.own', { from: format.day(own) })}
        </label>
      )}
    </div>
  )
}
