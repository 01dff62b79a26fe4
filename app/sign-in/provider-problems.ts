/** Why nobody was signed in by the provider, with the status of the answer. */
export const PROVIDER_PROBLEMS = {
  /** The person, or the provider, said no. */
  denied: 403,
  /** Nobody here began this sign-in, or too long ago, in another browser, or it is over. */
  stale: 400,
  /** What came does not belong to what was asked: nonce, signature, issuer, audience or time. */
  forged: 400,
  /** The provider does not answer. */
  down: 503,
  /** The provider does not take us, or our settings are wrong: an administrator's work. */
  settings: 502,
  no_name: 403,
  no_role: 403,
  no_centers: 403,
  /** An account of that name is somebody's whom nothing links to this identity. */
  taken: 403,
  disabled: 403,
  /** Their roles take a second factor, and the provider does not say that there was one. */
  factor: 403,
  failed: 500,
} as const

export type ProviderProblem = keyof typeof PROVIDER_PROBLEMS
