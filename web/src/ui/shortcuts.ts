import { useLayoutEffect, useRef } from 'react'
import { settingsNow } from './settings.ts'

/** Keys as they are written here: "Ctrl+Enter", "/", "g i" (one after the other), "Alt+1". */
type Handler = (event: KeyboardEvent) => void

const active = new Map<string, Handler[]>()
let first: { readonly key: string; readonly at: number } | undefined

/** Does something on keys while the component is there; whoever came last is asked first. */
export function useShortcut(keys: string, handler: Handler, enabled = true): void {
  const latest = useRef(handler)
  latest.current = handler
  // With what is drawn, not after it: a button that looks possible is possible by its keys as well.
  useLayoutEffect(() => {
    if (!enabled) return
    const one: Handler = event => latest.current(event)
    active.set(keys, [...(active.get(keys) ?? []), one])
    return () => {
      active.set(
        keys,
        (active.get(keys) ?? []).filter(other => other !== one),
      )
    }
  }, [keys, enabled])
}

/** Listens to all keys, once for the whole program. Returns how to stop. */
export function listenToKeys(): () => void {
  document.addEventListener('keydown', onKey)
  return () => document.removeEventListener('keydown', onKey)
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  const held = event.ctrlKey || event.metaKey || event.altKey
  const single = !held && event.key.length === 1
  if (single && (isField(event.target) || !settingsNow().singleKeys)) return
  const key = [
    event.ctrlKey || event.metaKey ? 'Ctrl' : '',
    event.altKey ? 'Alt' : '',
    event.shiftKey && held ? 'Shift' : '',
    event.key.length === 1 ? event.key.toLowerCase() : event.key,
  ]
    .filter(Boolean)
    .join('+')
  if (key === 'Ctrl+a' && (isField(event.target) || document.querySelector('[role="dialog"]'))) return // its own text
  const sequence = first && event.timeStamp - first.at < 1500 ? `${first.key} ${key}` : undefined
  if (key === 'Ctrl+Enter' && isOfDialog(event)) return
  const handler = (sequence && active.get(sequence)?.at(-1)) ?? active.get(key)?.at(-1)
  first = single && !sequence ? { key, at: event.timeStamp } : undefined
  // Behind a dialog nothing happens by single keys.
  if (!handler || (single && document.querySelector('[role="dialog"]'))) return
  event.preventDefault()
  handler(event)
}

/**
 * In a dialog with a form the primary action is to submit it, and never one of the page behind it. A dialog that cannot be taken back
 * is submitted by its button alone, and a key that is held down does nothing twice.
 */
function isOfDialog(event: KeyboardEvent): boolean {
  const dialog = event.target instanceof Element ? event.target.closest('[role="dialog"]') : null
  const form = dialog?.querySelector('form')
  if (!event.repeat && !form) return false
  event.preventDefault()
  if (!event.repeat && form?.dataset.careful === undefined) form?.requestSubmit()
  return true
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input:not([type=checkbox]), textarea, select')
}
