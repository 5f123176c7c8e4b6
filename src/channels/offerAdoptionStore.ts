import type { Tx } from '../base/database.ts'
import type { ProblemData } from '../base/errors.ts'
import { newId } from '../base/ids.ts'

/** That a person wants the offers of a channel that exist already, and how far that is. */
export interface OfferAdoption {
  readonly id: string
  readonly connectionId: string
  readonly channelId: string
  /** The report that is awaited; null: the system is read. */
  readonly askId: string | null
  /** Whose data counts for what is linked, until it is changed here. */
  readonly leads: 'kontor' | 'shop'
  readonly state: 'asked' | 'reading' | 'linking' | 'done' | 'failed' | 'given_up'
  readonly askedAt: Date
  readonly askedBy: string
  readonly beganAt: Date | null
  readonly endedAt: Date | null
  /** Links that were made, also by hand since. */
  readonly linked: number
  readonly refusedCode: string | null
  readonly refusedData: ProblemData | null
}

interface At {
  readonly tenant: string
  readonly connectionId: string
}

const columns = `o.id, o.connection_id as "connectionId", o.channel_id as "channelId", o.ask_id as "askId", o.leads, o.state,
  o.asked_at as "askedAt", o.asked_by as "askedBy", o.began_at as "beganAt", o.ended_at as "endedAt", o.linked,
  o.refused_code as "refusedCode", o.refused_data as "refusedData"`

/**
 * The adoption of a channel that is open, or a new one: two people who ask at once ask once. One that still waits takes over who leads
 * and what it waits for. Answers its id.
 */
export async function openOfferAdoption(
  tx: Tx,
  of: At & { readonly channelId: string },
  wish: {
    readonly askId: string | null
    readonly leads: OfferAdoption['leads']
    readonly by: string
    readonly at: Date
  },
): Promise<string> {
  const [row] = await tx.query<{ id: string }>(
    `insert into offer_adoption as o (tenant_id, id, connection_id, channel_id, ask_id, leads, state, asked_at, asked_by)
     values ($1, $2, $3, $4, $5, $6, 'asked', $7, $8)
     on conflict (tenant_id, channel_id) where ended_at is null do update set
       ask_id = case when o.state = 'asked' then excluded.ask_id else o.ask_id end,
       leads = case when o.state = 'asked' then excluded.leads else o.leads end
     returning id`,
    [of.tenant, newId(), of.connectionId, of.channelId, wish.askId, wish.leads, wish.at, wish.by],
  )
  if (!row) throw new TypeError('an upsert answers its row')
  return row.id
}

/** The newest adoption of a channel that was not given up; undefined: nobody asked. */
export async function newestOfferAdoption(
  tx: Tx,
  tenant: string,
  channelId: string,
): Promise<OfferAdoption | undefined> {
  const [row] = await tx.query<OfferAdoption>(
    `select ${columns} from offer_adoption o where o.tenant_id = $1 and o.channel_id = $2 and o.state <> 'given_up' order by o.asked_at desc, o.id desc limit 1`,
    [tenant, channelId],
  )
  return row
}

/** The adoptions of a connection that can be gone on with: what they wait for is here. Oldest first. */
export function workableAdoptions(tx: Tx, { tenant, connectionId }: At): Promise<OfferAdoption[]> {
  return tx.query<OfferAdoption>(
    `select ${columns} from offer_adoption o where o.tenant_id = $1 and o.connection_id = $2 and o.ended_at is null
       and (o.state <> 'asked' or o.ask_id is null or exists (select from place_ask a where a.tenant_id = $1 and a.connection_id = $2
         and a.id = o.ask_id and a.reported_at is not null))
     order by o.asked_at, o.id`,
    [tenant, connectionId],
  )
}

/** Whether an adoption waits for the answer to this ask. */
export async function awaitsReport(tx: Tx, { tenant, connectionId }: At, askId: string): Promise<boolean> {
  const rows = await tx.query(
    `select from offer_adoption where tenant_id = $1 and connection_id = $2 and ended_at is null and ask_id::text = $3`,
    [tenant, connectionId, askId],
  )
  return rows.length > 0
}

/** It reads from now on; it links from now on; it is done. False: it ended meanwhile. */
export async function stepAdoption(
  tx: Tx,
  tenant: string,
  id: string,
  state: 'reading' | 'linking' | 'done',
  now: Date,
): Promise<boolean> {
  const stepped = await tx.run(
    `update offer_adoption set state = $3, began_at = case when $3 = 'reading' then $4 else began_at end,
       ended_at = case when $3 = 'done' then $4 end
     where tenant_id = $1 and id = $2 and ended_at is null`,
    [tenant, id, state, now],
  )
  return stepped > 0
}

/** Gives up what a channel waits for, unless it is being read by now. Answers what was asked for; undefined: nothing waits. */
export async function giveUpAdoption(
  tx: Tx,
  tenant: string,
  channelId: string,
  now: Date,
): Promise<Pick<OfferAdoption, 'id' | 'askId'> | undefined> {
  const [row] = await tx.query<Pick<OfferAdoption, 'id' | 'askId'>>(
    `update offer_adoption set state = 'given_up', ended_at = $3
     where tenant_id = $1 and channel_id = $2 and ended_at is null and state = 'asked' returning id, ask_id as "askId"`,
    [tenant, channelId, now],
  )
  return row
}

/** It cannot be read, for this reason. */
export async function failAdoption(
  tx: Tx,
  tenant: string,
  id: string,
  refused: { readonly code: string; readonly data: ProblemData; readonly now: Date },
): Promise<void> {
  await tx.run(
    `update offer_adoption set state = 'failed', ended_at = $3, refused_code = $4, refused_data = $5 where tenant_id = $1 and id = $2`,
    [tenant, id, refused.now, refused.code, JSON.stringify(refused.data)],
  )
}

/** So many more were linked. */
export async function countLinked(tx: Tx, tenant: string, id: string, count: number): Promise<void> {
  if (count === 0) return
  await tx.run(`update offer_adoption set linked = linked + $3 where tenant_id = $1 and id = $2`, [
    tenant,
    id,
    count,
  ])
}
