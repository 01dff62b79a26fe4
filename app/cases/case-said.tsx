import type { Said } from '#queries/cases/case-types.ts'
import type { ComponentProps } from 'react'
import { Tag } from '../components/ui/tag.tsx'
import { useI18n } from '../i18n/use-i18n.ts'

interface Case {
  mark: Said | null
  history?: Said[]
}

interface Props {
  item: Case
  state: string
  tone: ComponentProps<typeof Tag>['tone']
  stateName: (state: string) => string
  reasonName?: (reason: string) => string
}

/** The state, whose work it is and until when, who said so, when and why, and what was said before. */
export function CaseSaid({ item: { mark, history = [] }, state, tone, stateName, reasonName }: Props) {
  const { t, format } = useI18n()
  const words = ({ reason, comment, assigned_to, due, user_name, at }: Said) =>
    [
      assigned_to && t('cases.for_person', { name: assigned_to }),
      due && t('cases.until', { day: format.day(due) }),
      reason && (reasonName?.(reason) ?? reason),
      comment,
      user_name,
      format.instant(at),
    ]
      .filter(Boolean)
      .join(' · ')
  return (
    <>
      <Tag tone={tone}>{stateName(state)}</Tag>
      {mark && <span className="text-xs text-muted"> {words(mark)}</span>}
      {history.length > 0 && (
        <details className="text-xs text-muted">
          <summary className="w-fit cursor-pointer">{t('cases.before', { n: history.length })}</summary>
          {history.map((before) => (
            <p key={before.at}>
              {stateName(before.state)} · {words(before)}
            </p>
          ))}
        </details>
      )}
    </>
  )
}
