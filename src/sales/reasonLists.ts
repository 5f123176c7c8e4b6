import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { salesProblem } from './problems.ts'

export const reasonKinds = ['return_reason', 'cancellation_reason'] as const
export type ReasonKind = (typeof reasonKinds)[number]

/** Why goods come back, or an order is cancelled: an entry of a list that people choose from. */
export interface Reason {
  readonly id: string
  readonly code: string
  readonly names: { readonly de: string; readonly en: string }
  /** Who chooses it has to say more. */
  readonly commentRequired: boolean
  /** What the shops of a connection (its id) call it. */
  readonly channelValues: Readonly<Record<string, string>>
  /** false: no longer to be chosen; what was done for it keeps it. */
  readonly active: boolean
}

export interface ReasonChange {
  readonly de?: string | undefined
  readonly en?: string | undefined
  readonly commentRequired?: boolean | undefined
  /** Connections that are not named keep theirs; an empty text takes the one away. */
  readonly channelValues?: Readonly<Record<string, string>> | undefined
  readonly active?: boolean | undefined
}

// The two tables are alike; which one is chosen here and nowhere by what somebody typed.
const tableOf: Readonly<Record<ReasonKind, string>> = {
  return_reason: 'return_reason',
  cancellation_reason: 'cancellation_reason',
}
const columns = `id, code, jsonb_build_object('de', name_de, 'en', name_en) as names, comment_required as "commentRequired",
  channel_values as "channelValues", active`

/** All reasons of a list in their order, those no longer chosen at the end. A tenant has tens of them. */
export function listReasons(tx: Tx, tenant: string, kind: ReasonKind): Promise<Reason[]> {
  return tx.query<Reason>(
    `select ${columns} from ${tableOf[kind]} where tenant_id = $1 order by active desc, sort, code`,
    [tenant],
  )
}

/** Makes reasons, behind those that are there. A code that is taken keeps its reason: `exists`. One result per element, in order. */
export async function createReasons(
  tx: Tx,
  tenant: string,
  kind: ReasonKind,
  reasons: readonly {
    readonly code: string
    readonly de: string
    readonly en: string
    readonly commentRequired: boolean
  }[],
): Promise<(Reason & { readonly did: 'new' | 'exists' })[]> {
  const rows = [...new Map(reasons.map(one => [one.code, { id: newId(), ...one }])).values()]
  await tx.run(
    `insert into ${tableOf[kind]} (tenant_id, id, code, name_de, name_en, comment_required, sort)
     select $1, r.id, r.code, r.de, r.en, r."commentRequired",
       (select coalesce(max(sort), 0) from ${tableOf[kind]} where tenant_id = $1) + row_number() over ()
     from json_to_recordset($2) as r (id uuid, code text, de text, en text, "commentRequired" boolean) on conflict (tenant_id, code) do nothing`,
    [tenant, JSON.stringify(rows)],
  )
  const made = new Set(rows.map(row => row.id))
  const stored = new Map((await listReasons(tx, tenant, kind)).map(one => [one.code, one]))
  return reasons.map(({ code }) => {
    const one = stored.get(code)
    if (!one) throw new TypeError(`no row for ${code}`)
    return { ...one, did: made.has(one.id) ? 'new' : 'exists' }
  })
}

/** Changes a reason, takes it out of use or back into it. Throws LIST_REASON_UNKNOWN. */
export async function changeReason(
  tx: Tx,
  tenant: string,
  kind: ReasonKind,
  idOrCode: string,
  change: ReasonChange,
): Promise<Reason> {
  const [reason] = await tx.query<Reason>(
    `update ${tableOf[kind]} r set name_de = coalesce($3, name_de), name_en = coalesce($4, name_en),
       comment_required = coalesce($5, comment_required), active = coalesce($6, active),
       channel_values = (select coalesce(jsonb_object_agg(v.key, v.value), '{}') from jsonb_each_text(r.channel_values || coalesce($7::jsonb, '{}')) v
         where v.value <> '')
     where tenant_id = $1 and (id::text = $2 or code = $2) returning ${columns}`,
    [
      tenant,
      idOrCode,
      change.de ?? null,
      change.en ?? null,
      change.commentRequired ?? null,
      change.active ?? null,
      change.channelValues === undefined ? null : JSON.stringify(change.channelValues),
    ],
  )
  if (!reason) throw await unknownReason(tx, tenant, kind, idOrCode)
  return reason
}

async function unknownReason(tx: Tx, tenant: string, kind: ReasonKind, name: string) {
  const known = (await listReasons(tx, tenant, kind)).filter(one => one.active).map(one => one.code)
  return salesProblem('LIST_REASON_UNKNOWN', { name, known })
}

/** The longest comment that goes with a reason; marketplaces take no more. */
export const longestComment = 100

/** A reason as somebody gave it: id or code, and more words. */
export interface GivenReason {
  readonly reason?: string | undefined
  readonly comment?: string | undefined
}

/** Why a given reason will not do; a code of docs/reasons.md with its values. */
export type ReasonProblem =
  | { readonly code: 'REASON_REQUIRED' | 'COMMENT_REQUIRED'; readonly data: { readonly reasons: string } }
  | {
      readonly code: 'REASON_NOT_IN_LIST'
      readonly data: { readonly reason: string; readonly reasons: string }
    }
  | { readonly code: 'COMMENT_TOO_LONG'; readonly data: { readonly most: number } }

/**
 * The reason of the list that was meant, or why it will not do. A comment alone is one of `other`, where the list has that. Pure.
 * `required`: without any reason it is REASON_REQUIRED, else undefined.
 */
export function chosenReason(
  list: readonly Reason[],
  { reason, comment = '' }: GivenReason,
  required: boolean,
): { readonly reason: Reason | undefined } | ReasonProblem {
  const active = list.filter(one => one.active)
  const reasons = active.map(one => one.code).join(', ')
  if (comment.length > longestComment) return { code: 'COMMENT_TOO_LONG', data: { most: longestComment } }
  if (!reason) {
    const other = comment.trim() === '' ? undefined : active.find(one => one.code === 'other')
    return other || !required ? { reason: other } : { code: 'REASON_REQUIRED', data: { reasons } }
  }
  const found = active.find(one => one.id === reason || one.code === reason)
  if (!found) return { code: 'REASON_NOT_IN_LIST', data: { reason, reasons } }
  return found.commentRequired && comment.trim() === ''
    ? { code: 'COMMENT_REQUIRED', data: { reasons: found.code } }
    : { reason: found }
}
