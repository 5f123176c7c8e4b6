import type { BlobPlace } from '../base/blobFiles.ts'
import { readBlob, useBlobs } from '../base/blobs.ts'
import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import type { ProblemData } from '../base/errors.ts'
import { mediaTypeOf } from '../base/mediaType.ts'
import type { Doing } from '../sales/orderStore.ts'
import { type DocumentKind, type NewDocument, storeDocuments } from './documentStore.ts'

/** A document has at most so many bytes: no marketplace takes larger ones. */
export const largestDocument = 16 * 1024 * 1024

/** A file that was uploaded, as a document of an order. */
export interface Attachment {
  readonly orderId: string
  readonly kind: DocumentKind
  readonly number: string
  /** SHA-256 of the file. */
  readonly hash: string
  readonly name?: string | undefined
  /** Absent: now. */
  readonly issuedAt?: Date | undefined
}

export type AttachResult =
  | { readonly did: 'new' | 'exists'; readonly id: string }
  | { readonly did: 'refused'; readonly code: string; readonly data: ProblemData }

/**
 * Gives orders documents, each once; their channels are told of them where they take documents. The orders exist. Refused one by one:
 * BLOB_UNKNOWN, DOCUMENT_NO_PDF (by content), DOCUMENT_TOO_LARGE, DOCUMENT_TAKEN. One result per element, in order.
 */
export async function attachDocuments(
  tx: Tx,
  tenant: string,
  attachments: readonly Attachment[],
  place: BlobPlace,
  by: Doing,
): Promise<{ results: AttachResult[]; changed: Changed }> {
  const files = await useBlobs(
    tx,
    tenant,
    attachments.map(one => one.hash),
  )
  const results: (AttachResult | undefined)[] = []
  const good: { readonly at: number; readonly document: NewDocument }[] = []
  for (const [at, { orderId, kind, number, hash, name, issuedAt }] of attachments.entries()) {
    const file = files.get(hash)
    const fault = file
      ? await faultOf(file.size, () => readBlob(tx, tenant, hash, place, 0, 16))
      : { code: 'BLOB_UNKNOWN', data: { hash: hash.slice(0, 64) } }
    if (fault || !file) {
      if (fault) results[at] = { did: 'refused', ...fault }
      continue
    }
    const document = {
      of: { origin: 'here' as const, orderId },
      kind,
      number,
      name: fileNameOf(name ?? `${number}.pdf`),
      mediaType: 'application/pdf',
      hash,
      size: file.size,
      issuedAt: issuedAt ?? by.now,
    }
    good.push({ at, document })
  }
  const stored = await storeDocuments(
    tx,
    tenant,
    good.map(one => one.document),
    by,
  )
  const fresh: string[] = []
  for (const [index, { at, document }] of good.entries()) {
    const one = stored[index]
    if (!one) throw new TypeError('one result per document')
    if (one.did === 'new') fresh.push(one.id)
    results[at] =
      one.did === 'taken'
        ? { did: 'refused', code: 'DOCUMENT_TAKEN', data: { number: document.number } }
        : { did: one.did === 'new' ? 'new' : 'exists', id: one.id }
  }
  return {
    results: results.map(one => {
      if (!one) throw new TypeError('one result per attachment')
      return one
    }),
    changed: fresh.length > 0 ? { document: fresh } : {},
  }
}

async function faultOf(size: number, head: () => Promise<Buffer>) {
  if (size > largestDocument) {
    const megabytes = Math.ceil(size / 1024 / 1024)
    return { code: 'DOCUMENT_TOO_LARGE', data: { mb: megabytes, most: largestDocument / 1024 / 1024 } }
  }
  const isPdf = mediaTypeOf(await head()) === 'application/pdf'
  return isPdf ? undefined : { code: 'DOCUMENT_NO_PDF', data: {} }
}

/** A file name as it may be shown and saved: no folders, no control characters, not longer than a file system takes. */
export function fileNameOf(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  const plain = text.replace(/[\u0000-\u001f\u007f/\\]/g, '-').trim()
  return plain.length > 150
    ? `${plain.slice(0, 140)}${/\.\w{1,8}$/.exec(plain)?.[0] ?? ''}`
    : plain || 'document'
}
