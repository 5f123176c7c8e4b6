import { useEffect, useRef, useState } from 'react'

/**
 * A field whose text goes into the address a moment after typing ends, and that follows the address when it changes
 * otherwise (back, a link).
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
  useEffect(() => {
    if (text === sent.current) return
    const timer = setTimeout(() => {
      sent.current = text
      settle.current(text === '' ? undefined : text)
    }, 250)
    return () => clearTimeout(timer)
  }, [text])
  return [text, setText] as const
}
