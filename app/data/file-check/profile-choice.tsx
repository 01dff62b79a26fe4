import { useI18n } from '../../i18n/use-i18n.ts'
import type { ProfileText } from './messages.ts'

export interface ProfileState {
  /** Empty: none; `own`: a local file; else the name of one that the network keeps. */
  choice: string
  profile: ProfileText | null
  problems: { path: string; message: string }[]
}

interface Props {
  profiles: ProfileText[]
  state: ProfileState
  onChoose: (choice: string, profile: ProfileText | null) => void
}

/** Which profile reads the file, and what is wrong with it. */
export function ProfileChoice({ profiles, state, onChoose }: Props) {
  const { t } = useI18n()
  const read = async (file: File | undefined) => {
    if (file) onChoose('own', { name: file.name.replace(/\.json$/i, ''), text: await file.text() })
  }
  return (
    <div className="min-w-0 space-y-2">
      <label className="block">
        {t('check_file.profile')}
        <select
          name="profile"
          className="field mt-1 block w-full"
          value={state.choice}
          onChange={({ target: { value } }) => onChoose(value, profiles.find((p) => p.name === value) ?? null)}
        >
          <option value="">{t('check_file.no_profile')}</option>
          {profiles.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
          <option value="own">{t('check_file.own_profile')}</option>
        </select>
      </label>
      {state.choice === 'own' && (
        <label className="block">
          {t('check_file.profile_file')}
          <input
            type="file"
            name="profile_file"
            accept=".json"
            className="mt-1 block w-full max-w-full"
            onChange={({ target }) => void read(target.files?.[0])}
          />
        </label>
      )}
      {state.profile && (
        <div aria-live="polite" data-profile={state.problems.length === 0 ? 'good' : 'bad'}>
          {state.problems.length === 0 ? (
            <p className="text-muted">{t('check_file.profile_good')}</p>
          ) : (
            <>
              <p className="text-bad">{t('check_file.profile_bad')}</p>
              <ul className="list-disc break-words pl-5 text-bad">
                {state.problems.slice(0, 20).map(({ path, message }, i) => (
                  <li key={i}>
                    <code>{path || t('check_file.whole_profile')}</code>: {message}
                  </li>
                ))}
              </ul>
            </>
          )}
        </div>
      )}
    </div>
  )
}
