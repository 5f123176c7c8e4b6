import type { Tx } from '../base/database.ts'

/** Forgets images that were taken away before that moment and that no channel has any more, nor is about to be told of. */
export function forgetGoneImages(tx: Tx, tenant: string, before: Date): Promise<number> {
  return tx.run(
    `delete from gone_image g where g.tenant_id = $1 and g.gone_at < $2
       and not exists (select from channel_object o where o.tenant_id = $1 and o.kind = 'image' and o.object_id = g.id
         and (o.data_hash is not null or o.in_flight_run is not null))
       and not exists (select from due d where d.tenant_id = $1 and d.kind = 'image' and d.object_id = g.id)`,
    [tenant, before],
  )
}
