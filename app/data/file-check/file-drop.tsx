import { useEffect, useState } from 'react'
import { useI18n } from '../../i18n/use-i18n.ts'

/**
 * A place to drop a file on, which is a file input to keyboards and screen readers. A file that falls beside it is taken too:
 * the browser would leave the page and open the file.
 */
export function FileDrop({ onFile }: { onFile: (file: File) => void }) {
  const { t } = useI18n()
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      setOver(true)
    }
    // Between two elements of the page the pointer leaves one and enters the next; outside there is none.
    const leave = (event: DragEvent) => {
      if (!event.relatedTarget) setOver(false)
    }
    const drop = (event: DragEvent) => {
      const file = event.dataTransfer?.files[0]
      setOver(false)
      if (!file) return
      event.preventDefault()
      onFile(file)
    }
    const listen = { dragover: over, dragleave: leave, drop }
    const names = Object.keys(listen) as (keyof typeof listen)[]
    for (const name of names) window.addEventListener(name, listen[name])
    return () => {
      for (const name of names) window.removeEventListener(name, listen[name])
    }
  }, [onFile])
  return (
    <label
      className={`relative block rounded-md border-2 border-dashed px-4 py-6 text-center ${isOver ? 'border-accent bg-accent-soft' : 'border-line'}`}
    >
      <span className="block font-medium">{t('check_file.drop')}</span>
      <span className="block text-muted">{t('check_file.types')}</span>
      {/* The browser's own button speaks the browser's language, and says that no file is chosen when one was. */}
      <input
        type="file"
        name="file"
        accept=".csv,.txt,.tsv,.ndjson,.jsonl,.gz"
        className="peer sr-only"
        onChange={(event) => {
          const file = event.target.files?.[0]
          if (file) onFile(file)
          // The same file, mended, may be chosen again.
          event.target.value = ''
        }}
      />
      <span
        aria-hidden
        className="button mt-3 cursor-pointer peer-focus-visible:outline peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-accent"
      >
        {t('check_file.choose')}
      </span>
    </label>
  )
}
