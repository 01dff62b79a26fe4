/** Physical line (1 = first) of the value at `path` in a JSON text that parses; of the nearest parent if it is absent. */
export function lineOfPath(text: string, path: PropertyKey[]): number {
  let at = skipBlanks(text, 0)
  for (const part of path) {
    const child = findChild(text, at, part)
    if (child === null) break
    at = child
  }
  return lineAt(text, at)
}

/** Physical line on which a JSON text stops being JSON; its last line where the engine does not say. */
export function jsonErrorLine(text: string): number {
  try {
    JSON.parse(text)
  } catch (error) {
    const position = /position (\d+)/.exec(String(error))
    if (position) return lineAt(text, Number(position[1]))
  }
  return lineAt(text, text.trimEnd().length)
}

function lineAt(text: string, at: number): number {
  let line = 1
  for (let next = text.indexOf('\n'); next !== -1 && next < at; next = text.indexOf('\n', next + 1)) line++
  return line
}

function skipBlanks(text: string, at: number): number {
  while (/\s/.test(text.charAt(at))) at++
  return at
}

/** Position of a key's or index's value in the object or array that begins at `at`; null when there is none. */
function findChild(text: string, at: number, part: PropertyKey): number | null {
  const isObject = text[at] === '{'
  if (!isObject && text[at] !== '[') return null
  let index = 0
  for (at = skipBlanks(text, at + 1); text[at] !== '}' && text[at] !== ']'; at = skipBlanks(text, at + 1)) {
    let key: PropertyKey = index++
    if (isObject) {
      const end = skipValue(text, at)
      key = JSON.parse(text.slice(at, end)) as string
      at = skipBlanks(text, skipBlanks(text, end) + 1)
    }
    if (String(key) === String(part)) return at
    at = skipBlanks(text, skipValue(text, at))
    if (text[at] !== ',') return null
  }
  return null
}

/** Position behind the JSON value that begins at `at`. */
function skipValue(text: string, at: number): number {
  let depth = 0
  do {
    const char = text[at]
    if (char === '"') at = stringEnd(text, at)
    else {
      if (char === '{' || char === '[') depth++
      if (char === '}' || char === ']') depth--
      at++
      if (depth === 0 && /[^{}[\]]/.test(char!)) while (/[^\s,}\]]/.test(text.charAt(at)) && at < text.length) at++
    }
  } while (depth > 0 && at < text.length)
  return at
}

function stringEnd(text: string, at: number): number {
  for (at++; text[at] !== '"'; at++) if (text[at] === '\\') at++
  return at + 1
}
