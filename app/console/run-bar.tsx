import type { MessageKey } from '../i18n/en.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import type { ConsolePage } from './console-types.ts'
import { HelpDialog } from './help-dialog.tsx'

const ROW_CHOICES = [1_000, 10_000, 50_000, 100_000]

interface Props {
  page: ConsolePage
  /** What needs scripts; null before they run. */
  tools: {
    cancel: () => void
    runAll: () => void
    explain: () => void
    profile: () => void
    format: () => void
    share: () => void
  } | null
  isRunning: boolean
  rows: string
  onRows: (rows: string) => void
}

/** What can be done with the text: run, explain, export, share. Its buttons are the form's. */
export function RunBar({ page, tools, isRunning, rows, onRows }: Props) {
  const { t, format } = useI18n()
  const tool = (label: MessageKey, onClick: () => void) => (
    <button type="button" className="button" onClick={onClick}>
      {t(label)}
    </button>
  )
  return (
    <div className="mt-2 flex flex-wrap items-center gap-2">
      <button className="button button-primary" disabled={isRunning || undefined} title="Ctrl/⌘ + Enter" data-run>
        {t('sql.run')}
      </button>
      {tools && (
        <>
          {isRunning ? (
            <button type="button" className="button" onClick={tools.cancel} data-cancel>
              {t('sql.cancel')}
            </button>
          ) : (
            tool('sql.run_all', tools.runAll)
          )}
          {tool('sql.explain', tools.explain)}
          {tool('sql.profile', tools.profile)}
          {tool('sql.format', tools.format)}
        </>
      )}
      <label className="flex items-center gap-1 text-xs text-muted">
        {t('sql.rows')}
        <select name="rows" className="field" value={rows} onChange={(event) => onRows(event.target.value)}>
          {[...new Set([...ROW_CHOICES.filter((n) => n < page.screenRows), page.screenRows])].map((n) => (
            <option key={n} value={n}>
              {format.count(n)}
            </option>
          ))}
        </select>
      </label>
      <span className="flex flex-wrap items-center gap-1" role="group" aria-label={t('sql.export.label')}>
        <span className="text-xs text-muted">{t('sql.export.label')}</span>
        {(['csv', 'xlsx', 'parquet'] as const).map((one) => (
          <button key={one} className="button" name="format" value={one} formAction="/sql/export">
            {t(`sql.export.${one}` satisfies MessageKey)}
          </button>
        ))}
      </span>
      {tools && tool('sql.share.link', tools.share)}
      {tools && <HelpDialog screenRows={page.screenRows} exportRows={page.exportRows} />}
      <span role="status" className="text-xs text-muted">
        {isRunning ? t('sql.running') : ''}
      </span>
    </div>
  )
}
