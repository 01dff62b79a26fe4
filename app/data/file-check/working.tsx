import { useI18n } from '../../i18n/use-i18n.ts'

interface Props {
  name: string
  /** Share of the file that has been read. */
  progress: number
  onStop: () => void
}

/** A check under way: how far it is, and how to stop it. The share is not read out again and again. */
export function Working({ name, progress, onStop }: Props) {
  const { t, format } = useI18n()
  const text = t('check_file.working', { name })
  return (
    <div className="flex flex-wrap items-center gap-3" data-busy>
      <p className="min-w-0 break-words">{text}</p>
      <progress className="h-2 w-40 accent-accent" max={1} value={progress} aria-label={text} />
      <span aria-hidden className="tabular-nums text-muted" data-progress={progress}>
        {format.rateShort(progress)}
      </span>
      <button type="button" className="button" onClick={onStop}>
        {t('check_file.stop')}
      </button>
    </div>
  )
}
