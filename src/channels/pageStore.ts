import { createHash } from 'node:crypto'
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { type Keyring, seal, unseal } from '../base/keyring.ts'
import type { Answer } from '../port/connector.ts'
import type { IncomingKind } from '../port/records.ts'

/** An answer that was committed before it was read, and has not been settled. */
export interface KeptPage {
  readonly id: string
  readonly storedAt: Date
  readonly kind: IncomingKind
  readonly state: 'received' | 'parked'
  readonly sealed: Buffer
}

/** Names one page in the partitioned table. */
export interface PageKey {
  readonly id: string
  readonly storedAt: Date
}

/** Commits the bytes of an answer, sealed, before anybody reads them. */
export async function keepPage(
  tx: Tx,
  page: {
    tenant: string
    connectionId: string
    kind: IncomingKind
    runId: string | null
    answer: Answer
    now: Date
    keyring: Keyring
  },
): Promise<PageKey> {
  const id = newId(page.now.getTime())
  await tx.run(
    `insert into inbound_page (tenant_id, id, stored_at, connection_id, kind, sealed, body_hash, run_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      page.tenant,
      id,
      page.now,
      page.connectionId,
      page.kind,
      sealAnswer(page.keyring, page.answer, contextOf(page.tenant, id)),
      createHash('sha256').update(page.answer.body).digest(),
      page.runId,
    ],
  )
  return { id, storedAt: page.now }
}

/** All its records are in the ledger: the bytes are not needed any more. */
export async function settlePage(tx: Tx, tenant: string, page: PageKey): Promise<void> {
  await tx.run(
    `update inbound_page set state = 'settled', sealed = null, code = null, reference = null
     where tenant_id = $1 and id = $2 and stored_at = $3`,
    [tenant, page.id, page.storedAt],
  )
}

/**
 * Nobody can read it: it stays, visible, with its reason. The same bytes again (a shop that answers an error page at
 * every poll) are kept once only.
 */
export async function parkPage(
  tx: Tx,
  tenant: string,
  page: PageKey,
  code: string,
  reference: string,
): Promise<void> {
  const rows = await tx.run(
    `update inbound_page p set state = 'settled', sealed = null
     where tenant_id = $1 and id = $2 and stored_at = $3 and exists (
       select 1 from inbound_page o where o.tenant_id = p.tenant_id and o.connection_id = p.connection_id
         and o.state = 'parked' and o.body_hash = p.body_hash and o.id <> p.id)`,
    [tenant, page.id, page.storedAt],
  )
  if (rows === 0)
    await tx.run(
      `update inbound_page set state = 'parked', code = $4, reference = $5 where tenant_id = $1 and id = $2 and stored_at = $3`,
      [tenant, page.id, page.storedAt, code, reference],
    )
}

/** Pages whose records may not be in the ledger: after a crash those `received`, by a person's wish those `parked`. */
export async function openPages(
  tx: Tx,
  wish: { tenant: string; connectionId: string; state: 'received' | 'parked' },
): Promise<KeptPage[]> {
  const rows = await tx.query<{
    id: string
    stored_at: Date
    kind: IncomingKind
    state: 'received' | 'parked'
    sealed: Buffer
  }>(
    `select id, stored_at, kind, state, sealed from inbound_page
     where tenant_id = $1 and connection_id = $2 and state = $3 and sealed is not null order by id`,
    [wish.tenant, wish.connectionId, wish.state],
  )
  return rows.map(row => ({
    id: row.id,
    storedAt: row.stored_at,
    kind: row.kind,
    state: row.state,
    sealed: row.sealed,
  }))
}

/** The answer of a kept page. Throws SEAL_BROKEN. */
export function answerOf(keyring: Keyring, tenant: string, page: KeptPage): Answer {
  const plain = zstdDecompressSync(unseal(keyring, page.sealed, contextOf(tenant, page.id)))
  const noteLength = plain.readUInt32BE(0)
  const note = JSON.parse(plain.toString('utf8', 4, 4 + noteLength)) as Record<string, string>
  return { body: plain.subarray(4 + noteLength), note }
}

// Pages repeat themselves: a tenth of the bytes for 5 µs per order, which writing them in full would cost twice.
const fast = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }

function sealAnswer(keyring: Keyring, answer: Answer, context: string): Buffer {
  const note = Buffer.from(JSON.stringify(answer.note ?? {}))
  const head = Buffer.alloc(4)
  head.writeUInt32BE(note.length)
  return seal(keyring, zstdCompressSync(Buffer.concat([head, note, answer.body]), fast), context)
}

function contextOf(tenant: string, id: string): string {
  return `${tenant}|inbound_page|${id}`
}
