import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { bracketMatching, indentOnInput, syntaxHighlighting } from '@codemirror/language'
import { lintKeymap, setDiagnostics, type Diagnostic } from '@codemirror/lint'
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search'
import { EditorState, type Extension } from '@codemirror/state'
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  type KeyBinding,
} from '@codemirror/view'
import type { SqlSchema } from '../console-types.ts'
import { duckdbLanguage } from './language.ts'
import { editorLook, highlighting } from './look.ts'

export interface EditorCommands {
  run: () => void
  runAll: () => void
  explain: () => void
  format: () => void
  /** @returns whether there was anything to cancel; else Escape goes on to what else it does */
  cancel: () => boolean
}

export interface EditorOptions {
  /** The document that is in front, and its text. */
  id: string
  text: string
  schema: SqlSchema | null
  label: string
  describedBy: string
  onChange: (text: string, selection: { from: number; to: number }) => void
  commands: EditorCommands
}

export interface EditorProblem {
  from: number
  to: number
  message: string
  suggestions: string[]
}

export interface Editor {
  /** Brings a document to the front, with its cursor and what can be undone, and the text in place of what it held. */
  open: (id: string, text: string) => void
  /** Forgets a document. */
  forget: (id: string) => void
  /** Puts the text in place of the selection and the cursor behind it. */
  insert: (text: string) => void
  show: (problem: EditorProblem | null) => void
  focus: () => void
  destroy: () => void
}

/** The nonce of this document's scripts: without it the browser refuses the editor's styles. */
const nonce = () => document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? ''

function consoleKeys(commands: EditorCommands): KeyBinding[] {
  const always = (run: () => void) => () => {
    run()
    return true
  }
  return [
    { key: 'Mod-Enter', run: always(commands.run) },
    { key: 'Mod-Shift-Enter', run: always(commands.runAll) },
    { key: 'Mod-Shift-e', run: always(commands.explain) },
    { key: 'Mod-Shift-f', run: always(commands.format) },
    { key: 'Escape', run: () => commands.cancel() },
    { key: 'Tab', run: acceptCompletion },
  ]
}

const diagnosticOf = ({ from, to, message, suggestions }: EditorProblem): Diagnostic => ({
  from,
  to,
  severity: 'error',
  message,
  actions: suggestions.map((name) => ({
    name,
    apply: (view, start, end) => {
      view.dispatch({ changes: { from: start, to: end, insert: name }, selection: { anchor: start + name.length } })
      view.dispatch(setDiagnostics(view.state, []))
      view.focus()
    },
  })),
})

function extensionsOf(options: EditorOptions): Extension[] {
  return [
    EditorView.cspNonce.of(nonce()),
    keymap.of(consoleKeys(options.commands)),
    lineNumbers(),
    highlightSpecialChars(),
    history(),
    drawSelection(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    autocompletion({ icons: false }),
    highlightActiveLine(),
    highlightSelectionMatches(),
    EditorView.lineWrapping,
    keymap.of([
      ...closeBracketsKeymap,
      ...defaultKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...completionKeymap,
      ...lintKeymap,
      indentWithTab,
    ]),
    duckdbLanguage(options.schema),
    syntaxHighlighting(highlighting),
    editorLook,
    EditorView.contentAttributes.of({ 'aria-label': options.label, 'aria-describedby': options.describedBy }),
    EditorView.updateListener.of((update) => {
      if (!update.docChanged && !update.selectionSet) return
      const { from, to } = update.state.selection.main
      options.onChange(update.state.doc.toString(), { from, to })
    }),
  ]
}

/** What has to be put where, so that the cursor stays at its word: all but what both texts begin and end with. */
function changeTo(old: string, text: string) {
  const shorter = Math.min(old.length, text.length)
  let from = 0
  while (from < shorter && old[from] === text[from]) from++
  let end = 0
  while (end < shorter - from && old.at(-1 - end) === text.at(-1 - end)) end++
  return { from, to: old.length - end, insert: text.slice(from, text.length - end) }
}

/** Escape and then Tab leaves the editor: CodeMirror sees to that wherever Tab is bound. */
export function createEditor(parent: HTMLElement, options: EditorOptions): Editor {
  const extensions = extensionsOf(options)
  const stateOf = (doc: string) => EditorState.create({ doc, extensions })
  const behind = new Map<string, EditorState>()
  const view = new EditorView({ parent, state: stateOf(options.text) })
  let front = options.id
  return {
    open: (id, text) => {
      if (id !== front) {
        behind.set(front, view.state)
        view.setState(behind.get(id) ?? stateOf(text))
        front = id
      }
      const old = view.state.doc.toString()
      if (old !== text) view.dispatch({ changes: changeTo(old, text) })
      const { from, to } = view.state.selection.main
      options.onChange(text, { from, to })
    },
    forget: (id) => void behind.delete(id),
    insert: (text) => {
      view.dispatch(view.state.replaceSelection(text))
      view.focus()
    },
    show: (problem) => {
      const end = view.state.doc.length
      const placed = problem && { ...problem, from: Math.min(problem.from, end), to: Math.min(problem.to, end) }
      view.dispatch(setDiagnostics(view.state, placed ? [diagnosticOf(placed)] : []))
      if (placed) view.dispatch({ selection: { anchor: placed.from }, scrollIntoView: true })
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  }
}
