import type { Receive } from '../port/receive.ts'
import { connectionKey } from './connectionKey.ts'

/**
 * Where a system calls a connection: the public address, the prefix of its routes, and the connection's key where the system
 * does not name it by itself. Undefined without a public address, and for systems that do not call. Pure.
 */
export function callUrl(
  publicUrl: string | undefined,
  receive: Receive | undefined,
  of: { readonly tenant: string; readonly connectionId: string },
): string | undefined {
  if (publicUrl === undefined || !receive) return undefined
  const base = `${publicUrl.replace(/\/+$/, '')}${receive.prefix}`
  return receive.keyOf ? base : `${base}/${connectionKey(of.tenant, of.connectionId)}`
}
