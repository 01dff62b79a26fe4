/**
 * Where to go after signing in: a path of this site, else `/`. Another host, a scheme, a backslash or a control
 * character (browsers drop tabs and line feeds inside a URL) is never followed, nor is the sign-in page itself.
 */
export function safeNext(next: unknown): string {
  if (typeof next !== 'string' || next.length > 2000 || !/^\/(?![/\\])/.test(next)) return '/'
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f\\]/.test(next)) return '/'
  const base = 'http://isocenter.invalid'
  const url = new URL(next, base)
  // A dot segment may have left two slashes in front: that would be a host again.
  if (url.origin !== base || url.pathname.startsWith('//') || /^\/log(in|out)(\.data|\/.*)?$/i.test(url.pathname))
    return '/'
  return url.pathname + url.search + url.hash
}
