/**
 * The number of a tenant for systems that know accounts by a positive 32-bit number: the same for ever, made of the random
 * end of its UUID. Two tenants may share one, which harms nothing: a system sees it beside the key of one connection. Pure.
 */
export function accountNo(tenant: string): number {
  return Number.parseInt(tenant.slice(-8), 16) & 0x7fffffff || 1
}
