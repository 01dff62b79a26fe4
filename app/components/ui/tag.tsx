import type { ReactNode } from 'react'

const TONES = {
  plain: 'bg-raised text-ink',
  accent: 'bg-accent-soft text-ink',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
} as const

/** A short label. Its words say what it means; the colour only repeats it. */
export function Tag({
  tone = 'plain',
  title,
  children,
}: {
  tone?: keyof typeof TONES
  title?: string
  children: ReactNode
}) {
  return (
    <span
      title={title}
      className={`inline-flex items-center whitespace-nowrap rounded px-1.5 text-xs leading-5 ${TONES[tone]}`}
    >
      {children}
    </span>
  )
}
