import { forwardRef, useEffect, useImperativeHandle, useRef, useState } from 'react'
import { useI18n } from '../i18n/use-i18n.ts'
import type { Editor, EditorCommands } from './editor/codemirror.ts'
import type { SqlSchema } from './console-types.ts'

interface Props {
  /** The tab in front: which, its text, and how often that was changed from outside of the editor. */
  id: string
  text: string
  revision: number
  schema: SqlSchema | null
  onChange: (text: string, selection: { from: number; to: number }) => void
  commands: EditorCommands
}

/** A text area, and in its place the editor once it has arrived. What has been typed in between stays. */
export const QueryEditor = forwardRef<Editor | null, Props>(function QueryEditor(props, ref) {
  const { t } = useI18n()
  const parent = useRef<HTMLDivElement>(null)
  const area = useRef<HTMLTextAreaElement>(null)
  const latest = useRef(props)
  latest.current = props
  const [editor, setEditor] = useState<Editor | null>(null)
  useImperativeHandle<Editor | null, Editor | null>(ref, () => editor, [editor])
  const label = t('sql.editor.label')

  // Typed before any script ran.
  useEffect(() => {
    const { value } = area.current ?? { value: '' }
    if (value !== '' && value !== latest.current.text) latest.current.onChange(value, { from: 0, to: 0 })
  }, [])
  const { id, revision } = props
  const drawn = useRef(`${id} ${revision}`)
  useEffect(() => {
    const { text } = latest.current
    if (editor) editor.open(id, text)
    // The first document has what was typed before.
    else if (area.current && drawn.current !== `${id} ${revision}`) area.current.value = text
    drawn.current = `${id} ${revision}`
  }, [editor, id, revision])

  useEffect(() => {
    let made: Editor | undefined
    let gone = false
    void import('./editor/codemirror.ts').then(({ createEditor }) => {
      if (gone || !parent.current) return
      const hadFocus = document.activeElement === area.current
      const command =
        <Name extends keyof EditorCommands>(name: Name) =>
        () =>
          latest.current.commands[name]()
      made = createEditor(parent.current, {
        id: latest.current.id,
        text: latest.current.text,
        schema: latest.current.schema,
        label,
        describedBy: 'sql-editor-hint',
        onChange: (text, selection) => latest.current.onChange(text, selection),
        commands: {
          run: command('run'),
          runAll: command('runAll'),
          explain: command('explain'),
          format: command('format'),
          cancel: () => latest.current.commands.cancel(),
        },
      })
      setEditor(made)
      if (hadFocus) made.focus()
    })
    return () => {
      gone = true
      made?.destroy()
    }
  }, [label])

  return (
    <div>
      <div
        ref={parent}
        data-editor={editor ? 'ready' : undefined}
        className="overflow-hidden rounded border border-line"
      />
      {!editor && (
        <textarea
          ref={area}
          name="sql"
          aria-label={label}
          aria-describedby="sql-editor-hint"
          rows={10}
          spellCheck={false}
          defaultValue={props.text}
          onChange={(event) => {
            const { value, selectionStart: from, selectionEnd: to } = event.target
            props.onChange(value, { from, to })
          }}
          className="field h-auto w-full resize-y py-1.5 font-mono"
        />
      )}
      <p id="sql-editor-hint" className="mt-0.5 text-xs text-muted">
        {t('sql.editor.hint')}
      </p>
    </div>
  )
})
