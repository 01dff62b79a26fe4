import type { MessageKey } from '../i18n/en.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import type { ConsoleProblem } from './console-types.ts'

/** Place in a text as people count: from 1. */
export function lineOf(text: string, position: number): { line: number; column: number } {
  const before = text.slice(0, position).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

interface Props {
  problem: ConsoleProblem
  /** The text that `problem.position` counts in. */
  text: string
  onJump: (() => void) | null
  onTake: ((suggestion: string) => void) | null
}

/** Whose the data is that was asked for. */
function Withheld({ names, classes, roles }: NonNullable<ConsoleProblem['withheld']>) {
  const { t, code } = useI18n()
  return t('sql.problem.withheld', {
    names: names.join(', '),
    classes: classes.map((name) => code('data_class', name)).join(', '),
    roles: roles.map((role) => code('role', role)).join(', '),
  })
}

/** What went wrong, where, and what to do instead. */
export function ProblemView({ problem, text, onJump, onTake }: Props) {
  const { t } = useI18n()
  const title = t(`sql.problem.${problem.code}` satisfies MessageKey)
  return (
    <section
      role="alert"
      data-problem={problem.code}
      className="rounded border border-line border-l-4 border-l-bad bg-bad-soft p-3"
    >
      <h2>{title}</h2>
      <p className="whitespace-pre-wrap break-words">
        {problem.withheld ? <Withheld {...problem.withheld} /> : problem.message}
      </p>
      {problem.allowed && <p className="mt-1">{problem.allowed}</p>}
      {problem.position !== undefined && (
        <p className="mt-1">
          {onJump ? (
            <button type="button" className="link" onClick={onJump}>
              {t('sql.problem.place', lineOf(text, problem.position))}
            </button>
          ) : (
            t('sql.problem.place', lineOf(text, problem.position))
          )}
        </p>
      )}
      {problem.suggestions && problem.suggestions.length > 0 && (
        <p className="mt-1 flex flex-wrap items-center gap-2">
          {t('sql.problem.instead')}
          {problem.suggestions.map((suggestion) =>
            onTake ? (
              <button
                key={suggestion}
                type="button"
                className="button h-6 px-2 font-mono"
                onClick={() => onTake(suggestion)}
              >
                {suggestion}
              </button>
            ) : (
              <code key={suggestion}>{suggestion}</code>
            ),
          )}
        </p>
      )}
    </section>
  )
}
