/** Which centers a person works for: all, those named, those of provinces or those of kinds of ownership. */
export type CenterScope =
  | { kind: 'all' }
  | {
      kind: 'center' | 'province' | 'ownership'
      values: readonly string[]
      /** Narrower than what its person works for: nothing is set beside it, since what lies between both could be told. */
      isPart?: boolean
    }

export const SCOPE_KINDS = ['all', 'center', 'province', 'ownership'] as const

export const ALL_CENTERS: CenterScope = { kind: 'all' }

/** The same for scopes that hold the same: answers, views and processes are kept under it. */
export function scopeKey(scope: CenterScope): string {
  if (scope.kind === 'all') return 'all'
  return `${scope.isPart ? 'part ' : ''}${scope.kind} ${JSON.stringify([...new Set(scope.values)].sort())}`
}

/** Whether a scope by itself holds a center, as the reference data describes it. */
export function holdsCenter(
  scope: CenterScope,
  center: { center_code: string | null; province: string | null; ownership: string | null },
): boolean {
  if (scope.kind === 'all') return true
  const value = scope.kind === 'center' ? center.center_code : center[scope.kind]
  return value !== null && scope.values.includes(value)
}
