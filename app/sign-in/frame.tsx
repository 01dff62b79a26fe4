import type { ReactNode } from 'react'
import { LanguageSwitch } from '../components/preference-switches.tsx'

/** What stands around forms that need no data: signing in, setting a password. */
export function SignInFrame({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-screen flex-col">
      <div className="flex justify-end p-4">
        <LanguageSwitch />
      </div>
      <main className="mx-auto w-full max-w-sm grow px-4 pt-[10vh]">
        <div className="rounded-md border border-line bg-surface p-6">{children}</div>
      </main>
    </div>
  )
}

/** A word on what went wrong, read out when it appears. */
export function Alert({ children }: { children: ReactNode }) {
  return (
    <p role="alert" className="mt-3 rounded bg-bad-soft px-3 py-2 text-bad">
      {children}
    </p>
  )
}

interface FieldProps {
  label: string
  name: string
  type?: string
  autoComplete: string
  isFirst?: boolean
  required?: boolean
}

/** A field of a form about who somebody is. */
export function Field({ label, name, type = 'text', autoComplete, isFirst = false, required = true }: FieldProps) {
  return (
    <label className="block">
      {label}
      <input
        name={name}
        type={type}
        autoComplete={autoComplete}
        autoCapitalize="none"
        spellCheck={false}
        required={required}
        autoFocus={isFirst}
        className="field mt-1 block w-full"
      />
    </label>
  )
}
