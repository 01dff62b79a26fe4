/** Texts of signing in by an identity provider. */
export const providerEn = {
  'login.provider': 'Sign in with your organization’s account',
  'login.provider_named': 'Sign in with {name}',
  'login.by_password': 'Sign in with a password',
  'login.by_password_some': 'Sign in with a password (for the account that is kept for emergencies)',
  'login.by_provider': 'Your account does not sign in with a password. Use the button of your organization.',
  'provider.title': 'Not signed in',
  'provider.back': 'Back to the sign-in',
  'provider.problem.denied': 'The sign-in was declined or cancelled there. Begin again if that was not meant.',
  'provider.problem.stale':
    'This sign-in is over: it was used already, took longer than ten minutes, or was begun in another browser. Begin again.',
  'provider.problem.forged': 'The answer does not belong to this sign-in and was not taken. Begin again.',
  'provider.problem.down': 'The service that signs you in does not answer. Try again in a while.',
  'provider.problem.settings':
    'The service that signs you in and this program do not agree. An administrator finds the reason in the log.',
  'provider.problem.no_name': 'Your organization’s account has no name that can be used here. Ask your administrator.',
  'provider.problem.no_role':
    'Your organization’s account is in no group that may use this program. Ask your administrator for access.',
  'provider.problem.no_centers':
    'Your organization’s account names no center that is known here. Ask your administrator for access.',
  'provider.problem.taken':
    'There is an account of your name already that is not linked to you. Ask your administrator.',
  'provider.problem.disabled': 'Your account may not be used. Ask your administrator.',
  'provider.problem.factor':
    'Your role takes a second factor, and you were signed in without one. Sign in there with one.',
  'provider.problem.failed': 'Signing in failed. Try again; if it fails again, tell your administrator when.',
  'account.by_provider':
    'You signed in with your organization’s account: password and second factor are kept there, and so are your roles and centers.',
  'admin.linked': 'Signs in by {issuer} since {at}. Roles and centers are set anew by it at each sign-in.',
  'admin.unlink': 'Unlink from the provider',
  'admin.unlinked': 'The account was unlinked. Its sessions were ended.',
  'audit_kind.identity_linked': 'Identity linked',
  'audit_kind.identity_unlinked': 'Identity unlinked',
} as const
