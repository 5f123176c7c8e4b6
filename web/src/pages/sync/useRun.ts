import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { followRun } from '../../api/runEvents.ts'
import { type Run, runQuery } from '../../api/runs.ts'

/** A run as it goes on: the newest that was heard of it. */
export function useRun(id: string | undefined): {
  readonly run: Run | undefined
  readonly interrupted: boolean
} {
  const client = useQueryClient()
  const { data } = useQuery({ ...runQuery(id ?? ''), enabled: id !== undefined })
  const [heard, setHeard] = useState<Run>()
  const [interrupted, setInterrupted] = useState(false)
  useEffect(() => {
    if (id === undefined) return
    const end = new AbortController()
    // Kept for whoever looks at the run next: the page of the result must not begin with old figures.
    const onRun = (run: Run) => {
      setHeard(run)
      client.setQueryData(runQuery(id).queryKey, run)
    }
    void followRun(id, { onRun, onInterrupted: setInterrupted }, end.signal)
    return () => end.abort()
  }, [id, client])
  const newest = heard?.id === id ? heard : undefined
  return { run: newest ?? (id === undefined ? undefined : data), interrupted }
}
