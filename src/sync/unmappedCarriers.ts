import type { Tx } from '../base/database.ts'
import type { Connection } from '../channels/connectionStore.ts'
import { listMaps } from '../channels/mapStore.ts'
import { listTerms } from '../channels/termStore.ts'
import type { CheckLine } from '../port/checkReport.ts'
import { readCarriers } from '../sales/carrierStore.ts'
import { carrierNamed } from '../sales/carriers.ts'
import { listMethods } from '../sales/methods.ts'
import { carrierNames } from './carrierNames.ts'

/**
 * Where a system names its carriers: the shipping methods of ours whose parcels would be told under a name that it does not know, by channel.
 * Deliveries are told all the same; the system may refuse them. A method that names no carrier counts where the channel uses it.
 */
export async function unmappedCarriers(
  tx: Tx,
  tenant: string,
  { id, channels }: Pick<Connection, 'id' | 'channels'>,
): Promise<CheckLine[]> {
  const terms = await listTerms(tx, tenant, id)
  const named = new Set(terms.flatMap(one => (one.list === 'carrier' && !one.gone ? [one.theirs] : [])))
  if (named.size === 0) return []
  const methods = (await listMethods(tx, tenant, 'shipping_method')).filter(one => one.active)
  const own = await readCarriers(tx, tenant)
  const lines: CheckLine[] = []
  for (const channel of channels) {
    // a connection has a few
    const called = await carrierNames(tx, tenant, channel.id)
    const used = await methodsUsed(tx, tenant, channel.id)
    const without = methods.filter(method => {
      const carrier = carrierNamed(method.name, own) ?? carrierNamed(method.code, own)
      return carrier
        ? !named.has(called(carrier.name))
        : used.has(method.id) && !named.has(called(method.name))
    })
    if (channel.active && without.length > 0)
      lines.push(
        lineOf(
          channel.name,
          without.map(one => one.name),
        ),
      )
  }
  return lines
}

// The usual one of the channel, and those that its shipping groups are here.
async function methodsUsed(tx: Tx, tenant: string, channelId: string): Promise<ReadonlySet<string>> {
  const maps = await listMaps(tx, tenant, [channelId])
  const [usual] = await tx.query<{ id: string | null }>(
    'select usual_shipping_method_id as id from channel where tenant_id = $1 and id = $2',
    [tenant, channelId],
  )
  const mapped = maps.flatMap(one => (one.list === 'shipping_method' ? [one.ours] : []))
  return new Set([...mapped, ...(usual?.id ? [usual.id] : [])])
}

function lineOf(channel: string, methods: readonly string[]): CheckLine {
  const all = `${methods.length} (${methods.join(', ')})`
  return {
    ok: true,
    open: 'shipping',
    code: 'CARRIER_UNMAPPED',
    text: {
      de: `„${channel}“: Versandarten ohne Versanddienst des Kanals: ${all}. Ihre Sendungen werden unter unserem Namen gemeldet, den der Kanal vielleicht ablehnt. Bitte unter „Versand“ zuordnen (oder „channel map set … carrier“).`,
      en: `"${channel}": shipping methods without a carrier of the channel: ${all}. Their parcels are told under our name, which the channel may refuse. Assign them under "Shipping" (or "channel map set … carrier").`,
    },
  }
}
