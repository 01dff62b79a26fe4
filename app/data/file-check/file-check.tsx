import { useEffect, useState } from 'react'
import { FEEDS } from '#queries/schema.ts'
import type { MessageKey } from '../../i18n/en.ts'
import { useI18n } from '../../i18n/use-i18n.ts'
import { Card } from '../../components/ui/card.tsx'
import { FileDrop } from './file-drop.tsx'
import type { Answer, FileReport, ProfileText } from './messages.ts'
import { ProfileChoice, type ProfileState } from './profile-choice.tsx'
import { ReportView } from './report-view.tsx'
import { useChecker } from './use-checker.ts'
import { Working } from './working.tsx'

type Outcome = { name: string } & ({ report: FileReport } | { failed: string; mb?: number } | { progress: number })

/** Profiles may also map reference data, which is no feed: `reference/procedures`. */
const isFeed = (name: string) => (FEEDS as readonly string[]).includes(name)

/** Chooses file, feed and profile, and shows what the check found. Nothing of the file leaves the browser. */
export function FileCheck({ profiles }: { profiles: ProfileText[] }) {
  const { t, code } = useI18n()
  const { ask, stop } = useChecker()
  const [feed, setFeed] = useState<string>(FEEDS[0])
  const [file, setFile] = useState<File | null>(null)
  const [profile, setProfile] = useState<ProfileState>({ choice: '', profile: null, problems: [] })
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const [isReady, setReady] = useState(false)
  useEffect(() => setReady(true), [])

  const choose = async (choice: string, chosen: ProfileText | null) => {
    setProfile({ choice, profile: null, problems: [] })
    if (!chosen) return
    const answer = await ask({ kind: 'profile', ...chosen })
    if (answer.kind !== 'profile') return
    setProfile({ choice, profile: chosen, problems: answer.problems })
    setFeed(answer.feed ?? FEEDS[0])
  }

  useEffect(() => {
    if (!file || profile.problems.length > 0 || (profile.choice !== '' && !profile.profile)) return
    let isCurrent = true
    const onProgress = (progress: number) => setOutcome({ name: file.name, progress })
    onProgress(0)
    void ask({ kind: 'check', file, feed, profile: profile.profile }, onProgress).then((answer: Answer) => {
      if (!isCurrent) return
      if (answer.kind === 'report') setOutcome({ name: file.name, report: answer.report })
      if (answer.kind === 'failed') setOutcome({ name: file.name, failed: answer.code, mb: answer.mb })
    })
    return () => {
      isCurrent = false
      stop()
    }
  }, [ask, stop, file, feed, profile])

  return (
    <div className="space-y-4" data-ready={isReady}>
      <noscript>{t('check_file.needs_scripts')}</noscript>
      <Card title={t('check_file.input')}>
        <div className="grid gap-4 lg:grid-cols-2">
          <FileDrop onFile={setFile} />
          <div className="min-w-0 space-y-3">
            <label className="block">
              {t('check_file.feed')}
              <select
                name="feed"
                className="field mt-1 block w-full"
                value={feed}
                disabled={profile.profile !== null}
                onChange={({ target }) => setFeed(target.value)}
              >
                {FEEDS.map((name) => (
                  <option key={name} value={name}>
                    {code('feed', name)}
                  </option>
                ))}
                {!isFeed(feed) && <option value={feed}>{feed}</option>}
              </select>
            </label>
            <ProfileChoice profiles={profiles} state={profile} onChoose={(c, p) => void choose(c, p)} />
          </div>
        </div>
      </Card>
      <div aria-live="polite" className="space-y-4">
        {outcome && 'progress' in outcome && (
          <Working
            name={outcome.name}
            progress={outcome.progress}
            onStop={() => {
              stop()
              setFile(null)
              setOutcome(null)
            }}
          />
        )}
        {outcome && 'failed' in outcome && (
          <p role="alert" className="rounded bg-bad-soft px-3 py-2 text-bad">
            {t(`check_file.failed.${outcome.failed}` as MessageKey, { mb: outcome.mb ?? 0 })}
          </p>
        )}
        {outcome && 'report' in outcome && (
          <ReportView key={outcome.name} report={outcome.report} name={outcome.name} />
        )}
      </div>
    </div>
  )
}
