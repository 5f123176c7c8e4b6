/** Sessions as PHP keeps them: an opaque id, a lifetime that each request renews. */
import { randomBytes } from 'node:crypto'

export interface Sessions {
  /** Opens a session and returns its id. */
  open(): string
  /** Renews the session; false if it is unknown or has expired. */
  renew(id: string): boolean
  end(id: string): void
  endAll(): void
  /** A short name for logs: the session itself is a secret. */
  label(id: string): string
  readonly lifetimeSeconds: number
}

/** No sessions yet. `clock` decides what has expired. */
export function createSessions(lifetimeSeconds: number, clock: () => Date): Sessions {
  const open = new Map<string, { until: number; readonly label: string }>()
  let opened = 0
  const until = (): number => clock().getTime() + lifetimeSeconds * 1000
  return {
    lifetimeSeconds,
    open() {
      const id = randomBytes(13).toString('hex')
      opened++
      open.set(id, { until: until(), label: `s${opened}` })
      return id
    },
    renew(id) {
      const session = open.get(id)
      if (!session) return false
      if (session.until <= clock().getTime()) {
        open.delete(id)
        return false
      }
      session.until = until()
      return true
    },
    end: id => void open.delete(id),
    endAll: () => open.clear(),
    label: id => open.get(id)?.label ?? '-',
  }
}
