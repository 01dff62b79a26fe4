import { useState } from 'react'
import { useI18n } from '../i18n/use-i18n.ts'

/** Where there is no clipboard, as on an address without TLS, an unseen text area does. */
export async function copyToClipboard(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text)
  const area = document.createElement('textarea')
  area.value = text
  area.setAttribute('readonly', '')
  document.body.append(area)
  area.select()
  document.execCommand('copy')
  area.remove()
}

export function CopyButton({
  text,
  label,
  className = 'link',
}: {
  text: () => string
  label: string
  className?: string
}) {
  const { t } = useI18n()
  const [done, setDone] = useState(false)
  return (
    <button
      type="button"
      className={className}
      onClick={() => void copyToClipboard(text()).then(() => setDone(true))}
      onBlur={() => setDone(false)}
    >
      <span aria-live="polite">{done ? t('sql.copy.done') : label}</span>
    </button>
  )
}
