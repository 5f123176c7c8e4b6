import type { Tx } from '../base/database.ts'
import type { ObjectKind } from './sentStore.ts'

/** An object at a channel that has accepted or refused it, by the number that it has for the connection. */
export interface ToldObject {
  readonly no: number
  readonly channelId: string
  readonly objectId: string
  /** Hashes of what was accepted last; null: that aspect never was. All three are null where it was only refused. */
  readonly data: string | null
  readonly price: string | null
  readonly stock: string | null
  /** Refused, also where a person has it sent once more and nobody has answered that yet. */
  readonly rejected: boolean
  /** Refused, and a person leaves it so: it is not told again until it changes here. */
  readonly dropped: boolean
}

const isRefused = `(o.rejected_code is not null or o.insists is not null)`
const isDropped = `(o.rejected_hash is not null and not ${isRefused})`

/** Those of these objects of a kind that channels of the connection have answered, locked. */
export function toldByNumber(
  tx: Tx,
  of: { readonly tenant: string; readonly connectionId: string; readonly object: ObjectKind },
  numbers: readonly number[],
): Promise<ToldObject[]> {
  return tx.query<ToldObject>(
    `select k.key_no as no, o.channel_id as "channelId", o.object_id as "objectId", o.data_hash as data, o.price_hash as price,
       o.stock_hash as stock, ${isRefused} as rejected, ${isDropped} as dropped
     from link k
       join channel h on h.tenant_id = k.tenant_id and h.connection_id = k.connection_id and (k.channel_id is null or h.id = k.channel_id)
       join channel_object o on o.tenant_id = k.tenant_id and o.channel_id = h.id and o.kind = k.kind and o.object_id = k.object_id
     where k.tenant_id = $1 and k.connection_id = $2 and k.kind = $3 and k.key_no = any($4::int[]) and (o.data_hash is not null or o.rejected_hash is not null or ${isRefused})
     order by o.channel_id, o.object_id for update of o`,
    [of.tenant, of.connectionId, of.object, numbers],
  )
}
