import { useQuery } from '@tanstack/react-query'
import {
  createContext,
  lazy,
  type ReactNode,
  Suspense,
  useCallback,
  useContext,
  useMemo,
  useState,
} from 'react'
import { latestRunsQuery, type Run } from '../api/runs.ts'
import { useRight } from './rights.ts'

const SyncDialog = lazy(() => import('../pages/sync/SyncDialog.tsx'))

/** What the dialog is opened with: a run to show, or the connections to start with. */
export interface SyncWish {
  readonly runId?: string
  readonly connections?: readonly string[]
}

interface Sync {
  /** Opens the dialog; without a run it shows the one that is on, or asks what to start. */
  readonly open: (wish?: SyncWish) => void
  /** The synchronisation that a person started and that is still on. */
  readonly running: Run | undefined
}

const Context = createContext<Sync>({ open: () => {}, running: undefined })

/** The dialog "Abgleich durchführen" for all pages, and the run that is on. */
export function SyncProvider({ children }: { readonly children: ReactNode }) {
  const [wish, setWish] = useState<SyncWish>()
  const { data } = useQuery({ ...latestRunsQuery, enabled: useRight('sync.read') })
  const running = data?.items.find(run => run.lane === null && run.endedAt === null)
  const open = useCallback((next: SyncWish = {}) => setWish(next), [])
  const close = useCallback(() => setWish(undefined), [])
  const value = useMemo(() => ({ open, running }), [open, running])
  return (
    <Context.Provider value={value}>
      {children}
      {wish === undefined ? null : (
        <Suspense>
          <SyncDialog wish={wish} running={running} onClose={close} />
        </Suspense>
      )}
    </Context.Provider>
  )
}

/** Opens the dialog, and says what runs. */
export function useSync(): Sync {
  return useContext(Context)
}
