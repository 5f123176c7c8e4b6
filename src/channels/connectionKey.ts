import { idFromHex } from '../base/ids.ts'

/** Which connection of which tenant a key names. */
export interface NamedConnection {
  readonly tenant: string
  readonly connectionId: string
}

/** The key of a connection: what systems that call us name it by, in an address or before a secret. No secret itself. Pure. */
export function connectionKey(tenant: string, connectionId: string): string {
  return `kt_${tenant.replaceAll('-', '')}_${connectionId.replaceAll('-', '')}`
}

/** What such a key names, whether it is there or not; undefined for everything that `connectionKey` never makes. Pure. */
export function readConnectionKey(text: string): NamedConnection | undefined {
  const [, first = '', second = ''] = /^kt_([0-9a-f]{32})_([0-9a-f]{32})$/.exec(text) ?? []
  const [tenant, connectionId] = [idFromHex(first), idFromHex(second)]
  return tenant && connectionId ? { tenant, connectionId } : undefined
}
