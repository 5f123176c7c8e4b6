import { setTimeout as wait } from 'node:timers/promises'
import { type Database, transact } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import type { Keyring } from '../base/keyring.ts'
import {
  claimRenewal,
  findSecret,
  forgetSecret,
  keepRenewal,
  releaseRenewal,
  type StoredSecret,
  storeRenewed,
} from '../channels/connectionSecretStore.ts'
import { storeSecrets } from '../channels/connectionStore.ts'
import type { Secret } from '../port/connector.ts'

/** A secret is good while it holds for another minute: the call that it is for must not meet its end. */
const marginMs = 60_000
/** How long a renewer that gives no sign of life keeps the others waiting. */
const productRenewalMs = 10_000

export interface SecretParts {
  readonly db: Database
  readonly keyring: Keyring
  readonly tenant: string
  readonly connectionId: string
  readonly now: () => Date
  readonly signal: AbortSignal
  /** Told every secret before it is given, so that no text shows it. */
  readonly hide: (value: string) => void
  /** Awaited before anything is renewed: another process may have stored newer settings. */
  readonly readSettingsAgain: () => Promise<void>
  /** Lease of a renewer in milliseconds; 10 s if absent. */
  readonly renewalMs?: number
}

export interface ConnectionSecrets {
  /** The kept value while it is good for another minute, else what `renew` gives; that is committed before it is given. */
  secret(name: string, renew: (kept: Secret | undefined) => Promise<Secret>): Promise<string>
  /** The other side does not take this value any more. Does nothing where it was renewed meanwhile. */
  drop(name: string, value: string): Promise<void>
}

/**
 * Secrets with a life of their own, shared by all processes. One renews at a time, under a lease that it keeps alive while
 * it works: the others wait for its result, and take over when it died. A renewer that was taken for dead and comes back
 * stores its result only if nobody else has stored one since it began.
 */
export function connectionSecrets(parts: SecretParts): ConnectionSecrets {
  const { db, tenant, connectionId, keyring } = parts
  const keyOf = (name: string) => ({ tenant, connectionId, name })
  return {
    secret: async (name, renew) => {
      for (;;) {
        parts.signal.throwIfAborted()
        const kept = goodOf(parts, await transact(db, { tenant }, tx => findSecret(tx, keyring, keyOf(name))))
        if (kept !== undefined) {
          parts.hide(kept)
          return kept
        }
        const renewed = await renewOnce(parts, name, renew)
        if (renewed !== undefined) return renewed
      }
    },
    drop: (name, value) => transact(db, { tenant }, tx => forgetSecret(tx, keyring, keyOf(name), value)),
  }
}

function goodOf(parts: SecretParts, stored: StoredSecret | undefined): string | undefined {
  const secret = stored?.secret
  return secret && secret.until.getTime() - parts.now().getTime() > marginMs ? secret.value : undefined
}

// Undefined: look again, because another one renews, or has stored something since we looked.
async function renewOnce(
  parts: SecretParts,
  name: string,
  renew: (kept: Secret | undefined) => Promise<Secret>,
): Promise<string | undefined> {
  const { db, tenant, connectionId, keyring } = parts
  const key = { tenant, connectionId, name }
  const by = newId()
  const seconds = (parts.renewalMs ?? productRenewalMs) / 1000
  const before = await transact(db, { tenant }, tx => claimRenewal(tx, keyring, key, by, seconds))
  if (!before) {
    await wait(50 + Math.random() * 100, undefined, { signal: parts.signal })
    return undefined
  }
  const stop = keepAlive(parts, name, by, seconds)
  try {
    if (goodOf(parts, before) !== undefined) return undefined
    await parts.readSettingsAgain()
    const fresh = await renew(before.secret)
    for (const value of [fresh.value, ...Object.values(fresh.settings ?? {})]) parts.hide(value)
    const stored = await transact(db, { tenant }, async tx => {
      if (!(await storeRenewed(tx, keyring, key, before.version, fresh))) return false
      await storeSecrets(tx, keyring, tenant, connectionId, fresh.settings ?? {})
      return true
    })
    if (!stored) return undefined
    if (fresh.settings) await parts.readSettingsAgain()
    return fresh.value
  } catch (error) {
    // One that was overtaken may fail just because it came second: what counts is that a good value is there.
    const now = await transact(db, { tenant }, tx => findSecret(tx, keyring, key))
    if (goodOf(parts, now) === undefined) throw error
    return undefined
  } finally {
    stop()
    await transact(db, { tenant }, tx => releaseRenewal(tx, key, by))
  }
}

// The other side may take longer than the lease.
function keepAlive(parts: SecretParts, name: string, by: string, seconds: number): () => void {
  const { db, tenant, connectionId } = parts
  const timer = setInterval(
    () => {
      transact(db, { tenant }, tx => keepRenewal(tx, { tenant, connectionId, name }, by, seconds)).catch(
        () => undefined, // then the lease runs out, and what is stored is compared with what was there before
      )
    },
    (seconds * 1000) / 3,
  )
  return () => clearInterval(timer)
}
