import type { Tx } from '../base/database.ts'
import { listPlaces } from '../channels/offerMaps.ts'
import { readCarriers } from '../sales/carrierStore.ts'
import { carrierNamed } from '../sales/carriers.ts'

/** How a channel calls the carrier of a package: as it is mapped, else as it is written here. */
export async function carrierNames(
  tx: Tx,
  tenant: string,
  channelId: string,
): Promise<(carrier: string) => string> {
  const places = await listPlaces(tx, tenant, { channelId, list: 'carrier' })
  if (places.length === 0) return carrier => carrier
  const theirs = new Map(places.map(one => [one.ours, one.theirs]))
  const own = await readCarriers(tx, tenant)
  return carrier => theirs.get(carrierNamed(carrier, own)?.code ?? carrier) ?? carrier
}
