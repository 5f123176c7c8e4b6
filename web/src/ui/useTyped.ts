import { useCallback, useEffect, useRef, useState } from 'react'

/**
 * A field whose text goes into the address a moment after typing ends, or at once by what is returned third, and that follows the
 * address when it changes otherwise (back, a link).
 */
export function useTyped(value: string, onSettled: (value: string | undefined) => void) {
  const [text, setText] = useState(value)
  const sent = useRef(value)
  const settle = useRef(onSettled)
  settle.current = onSettled
  useEffect(() => {
    if (value === sent.current) return
    sent.current = value
    setText(value)
  }, [value])
  const send = useCallback((typed: string) => {
    if (typed === sent.current) return
    sent.current = typed
    settle.current(typed === '' ? undefined : typed)
  }, [])
  useEffect(() => {
    if (text === sent.current) return
    const timer = setTimeout(() => send(text), 250)
    return () => clearTimeout(timer)
  }, [text, send])
  return [text, setText, () => send(text)] as const
}
