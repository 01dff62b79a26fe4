import { useRef } from 'react'
import type { MessageKey } from '../i18n/en.ts'
import { useI18n } from '../i18n/use-i18n.ts'

const KEYS: [string, MessageKey][] = [
  ['Ctrl/⌘ + Enter', 'sql.key.run'],
  ['Ctrl/⌘ + Shift + Enter', 'sql.key.run_all'],
  ['Ctrl/⌘ + Shift + E', 'sql.key.explain'],
  ['Ctrl/⌘ + Shift + F', 'sql.key.format'],
  ['Esc', 'sql.key.cancel'],
  ['Esc, Tab', 'sql.key.leave'],
  ['Ctrl + Space', 'sql.key.complete'],
  ['Ctrl/⌘ + /', 'sql.key.comment'],
  ['Ctrl/⌘ + F', 'sql.key.search'],
  ['F8', 'sql.key.next_error'],
  ['← →, Delete', 'sql.key.tabs'],
  ['↑ ↓ ← →, Shift', 'sql.key.cells'],
  ['Shift + Enter', 'sql.key.sort'],
  ['Enter', 'sql.key.expand'],
  ['Alt + ← →', 'sql.key.resize'],
  ['Ctrl/⌘ + C', 'sql.key.copy'],
]

/** All that the keyboard can do, and what holds for every query. */
export function HelpDialog({ screenRows, exportRows }: { screenRows: number; exportRows: number }) {
  const { t, format } = useI18n()
  const dialog = useRef<HTMLDialogElement>(null)
  return (
    <>
      <button type="button" className="button" onClick={() => dialog.current?.showModal()}>
        {t('sql.help.open')}
      </button>
      <dialog
        ref={dialog}
        aria-labelledby="sql-help"
        className="max-h-[90vh] w-[32rem] max-w-[95vw] rounded border border-line bg-surface p-4 text-ink backdrop:bg-black/50"
      >
        <h2 id="sql-help">{t('sql.help.title')}</h2>
        <table className="mt-2 w-full text-xs">
          <tbody>
            {KEYS.map(([keys, label]) => (
              <tr key={label} className="border-t border-line">
                <th scope="row" className="whitespace-nowrap py-1 pr-3 text-left font-mono font-medium">
                  {keys}
                </th>
                <td>{t(label)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p className="mt-3 text-xs text-muted">
          {t('sql.help.limits', { screen: format.count(screenRows), export: format.count(exportRows) })}
        </p>
        <p className="mt-1 text-xs text-muted">{t('sql.help.parameters')}</p>
        <form method="dialog" className="mt-3">
          <button className="button">{t('sql.close')}</button>
        </form>
      </dialog>
    </>
  )
}
