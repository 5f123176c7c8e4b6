import { useRef, useState } from 'react'
import { type Counted, countItem } from '../../api/stocktaking.ts'

/** One count that was given, and what became of it. */
export interface Scan {
  readonly no: number
  readonly code: string
  readonly done: Counted | undefined
  readonly error: unknown
}

/** So many are shown. */
const kept = 5

/**
 * Counts one after the other, however quickly they come: a scanner waits for nobody, and none is lost or overtakes another.
 * Newest first; `waiting` are given and not written down yet.
 */
export function useScans(id: string, onCounted: () => void) {
  const [scans, setScans] = useState<readonly Scan[]>([])
  const [waiting, setWaiting] = useState(0)
  const last = useRef<Promise<unknown>>(Promise.resolve())
  const number = useRef(0)
  const count = (code: string, counted: string, add: boolean) => {
    const no = ++number.current
    setWaiting(n => n + 1)
    const ended = (scan: Pick<Scan, 'done' | 'error'>) => {
      setScans(list => [{ no, code, ...scan }, ...list].slice(0, kept))
      setWaiting(n => n - 1)
      if (scan.done) onCounted()
    }
    last.current = last.current
      .then(() => countItem(id, { item: code, counted, add }))
      .then(
        done => ended({ done, error: undefined }),
        error => ended({ done: undefined, error }),
      )
  }
  return { scans, waiting, count }
}
