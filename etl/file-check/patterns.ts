/** A glob below the landing folder: `*` within a name, `**` over folders, `?` one character. Everything else is itself. */
export function globPattern(glob: string): RegExp {
  const parts = glob.split('/').map((part) => {
    if (part === '**') return '**'
    return part
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*/g, '[^/]*')
      .replace(/\?/g, '[^/]')
  })
  const body = parts.map((part, i) => {
    const isLast = i === parts.length - 1
    if (part === '**') return isLast ? '.*' : '(?:[^/]+/)*'
    return isLast ? part : `${part}/`
  })
  return new RegExp(`^${body.join('')}$`, 'i')
}

/** Why a regular expression is not taken; null for a sound one. Those that can run for hours on one cell are refused. */
export function patternProblem(source: string): string | null {
  if (source.length > 200) return 'is longer than 200 characters'
  try {
    new RegExp(source, 'u')
  } catch {
    return 'is no regular expression'
  }
  if (/\\[1-9]|\\k</.test(source)) return 'refers back to a group, which can take very long: write it without'
  if (/\(\?<?[=!]/.test(source)) return 'looks ahead or behind, which can take very long: write it without'
  if (hasNestedRepeat(source))
    return 'repeats a group that itself repeats or chooses, which can take very long: write it without'
  if ((source.replace(/\\.|\[[^\]]*\]/g, 'x').match(/[*+]|\{\d+,\d*\}/g) ?? []).length > 4)
    return 'has more than four repetitions, which can take very long: shorten it'
  return null
}

/** A group that repeats and has a repetition or an alternative inside, as in `(a+)+` or `(a|ab)*`. */
function hasNestedRepeat(source: string): boolean {
  const text = source.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x')
  const open: number[] = []
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') open.push(at)
    if (text[at] !== ')') continue
    const inside = text.slice(open.pop() ?? 0, at)
    const repeats = /^(?:[*+]|\{\d+(?:,\d*)?\})/.test(text.slice(at + 1))
    if (repeats && /[*+|]|\{\d/.test(inside)) return true
  }
  return false
}
