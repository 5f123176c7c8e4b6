import { useEffect, useState } from 'react'

/** What is typed, a moment after typing ends: the same object as long as it says the same. */
export function useSettled<T extends object>(value: T): T {
  const [settled, setSettled] = useState(value)
  const text = JSON.stringify(value)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it says counts, not which object it is
  useEffect(() => {
    if (text === JSON.stringify(settled)) return
    const timer = setTimeout(() => setSettled(value), 250)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
