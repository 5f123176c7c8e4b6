import { useEffect, useState } from 'react'

/** The time, again every so many milliseconds: for "2 min ago" and running clocks. */
export function useNow(every = 10_000): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every)
    return () => clearInterval(timer)
  }, [every])
  return now
}
