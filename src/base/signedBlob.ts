import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { isHash } from './blobFiles.ts'
import { isId } from './ids.ts'
import type { Keyring } from './keyring.ts'
import { shownTypes } from './mediaType.ts'

/**
 * The address under which others read a blob until an instant, without signing in: `<publicUrl>/blobs/…`. Whoever has it may
 * pass it on; nobody can make one for another file, another tenant or a later time.
 */
export function signedBlobUrl(
  publicUrl: string,
  keyring: Keyring,
  tenant: string,
  blob: { readonly hash: string; readonly mediaType: string },
  until: Date,
): string {
  const seconds = Math.floor(until.getTime() / 1000)
  const signature = `${keyring.current}.${sign(keyring, keyring.current, tenant, blob.hash, seconds)}`
  const name = `${blob.hash}.${shownTypes.get(blob.mediaType) ?? 'bin'}`
  return `${publicUrl.replace(/\/+$/, '')}/blobs/${tenant}/${name}?until=${seconds}&sig=${signature}`
}

/** Whether such an address is one of ours and still good. Compares in constant time. */
export function isSignedBlob(
  keyring: Keyring,
  given: { readonly tenant: string; readonly hash: string; readonly until: string; readonly sig: string },
  now: Date,
): boolean {
  const { tenant, hash, until, sig } = given
  const [keyId = '', signature = ''] = sig.split('.')
  if (!isId(tenant) || !isHash(hash) || !/^\d{1,12}$/.test(until) || !keyring.keys.has(keyId)) return false
  const expected = Buffer.from(sign(keyring, keyId, tenant, hash, Number(until)))
  const got = Buffer.from(signature)
  return (
    got.length === expected.length && timingSafeEqual(got, expected) && Number(until) * 1000 > now.getTime()
  )
}

function sign(keyring: Keyring, keyId: string, tenant: string, hash: string, until: number): string {
  const key = keyring.keys.get(keyId)
  if (!key) throw new TypeError('no such key')
  // A key of its own: the one of the ring only seals.
  const own = Buffer.from(hkdfSync('sha256', key, '', 'kontor signed blob', 32))
  return createHmac('sha256', own).update(`${tenant}|${hash}|${until}`).digest('base64url')
}
