import { useState, type DragEvent } from 'react'
import { useI18n } from '../../i18n/use-i18n.ts'

/** A place to drop a file on, which is a file input to keyboards and screen readers. */
export function FileDrop({ onFile }: { onFile: (file: File) => void }) {
  const { t } = useI18n()
  const [isOver, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const file = event.dataTransfer.files[0]
    if (file) onFile(file)
  }
  return (
    <label
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={`block rounded-md border-2 border-dashed px-4 py-6 text-center ${isOver ? 'border-accent bg-accent-soft' : 'border-line'}`}
    >
      <span className="block font-medium">{t('check_file.drop')}</span>
      <span className="block text-muted">{t('check_file.types')}</span>
      <input
        type="file"
        name="file"
        accept=".csv,.txt,.tsv,.ndjson,.gz"
        className="mx-auto mt-3 block max-w-full"
        onChange={(event) => {
          const file = event.target.files?.[0]
          if (file) onFile(file)
          // The same file, mended, may be chosen again.
          event.target.value = ''
        }}
      />
    </label>
  )
}
