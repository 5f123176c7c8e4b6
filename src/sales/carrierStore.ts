import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { type Carrier, knownCarriers } from './carriers.ts'

/** A carrier as a person sees and sets it. */
export interface CarrierRow {
  readonly code: string
  readonly name: string
  readonly trackingUrl: string | null
  readonly active: boolean
  /** Kontor knows what its parcel numbers look like. */
  readonly known: boolean
}

type OwnCarrier = Omit<CarrierRow, 'known'>

function ownCarriers(tx: Tx, tenant: string): Promise<OwnCarrier[]> {
  return tx.query<OwnCarrier>(
    `select code, name, tracking_url as "trackingUrl", active from carrier where tenant_id = $1 order by code`,
    [tenant],
  )
}

/** The carriers of a tenant that are in use: its own, and what it set about those that Kontor knows. */
export async function readCarriers(tx: Tx, tenant: string): Promise<Carrier[]> {
  const rows = await ownCarriers(tx, tenant)
  return rows
    .filter(row => row.active)
    .map(({ code, name, trackingUrl }) => {
      const formats = knownCarriers.find(one => one.code === code)?.formats ?? []
      return { code, name, trackingUrl, formats }
    })
}

/** All carriers, known ones and the tenant's own, by name. */
export async function listCarriers(tx: Tx, tenant: string): Promise<CarrierRow[]> {
  const own = await ownCarriers(tx, tenant)
  const known = knownCarriers.filter(one => !own.some(({ code }) => code === one.code))
  return [
    ...own.map(one => ({ ...one, known: knownCarriers.some(({ code }) => code === one.code) })),
    ...known.map(({ code, name, trackingUrl }) => ({ code, name, trackingUrl, active: true, known: true })),
  ].sort((a, b) => a.name.localeCompare(b.name, 'de'))
}

/** Makes carriers, or changes those whose code is there; one result per element, in order. A code named twice gets the last one. */
export async function putCarriers(
  tx: Tx,
  tenant: string,
  list: readonly OwnCarrier[],
): Promise<CarrierRow[]> {
  const rows = [...new Map(list.map(one => [one.code, { id: newId(), ...one }])).values()]
  await tx.run(
    `insert into carrier (tenant_id, id, code, name, tracking_url, active)
     select $1, r.id, r.code, r.name, r."trackingUrl", r.active
     from json_to_recordset($2) as r (id uuid, code text, name text, "trackingUrl" text, active boolean) order by r.code
     on conflict (tenant_id, code) do update
       set name = excluded.name, tracking_url = excluded.tracking_url, active = excluded.active`,
    [tenant, JSON.stringify(rows)],
  )
  const byCode = new Map(rows.map(one => [one.code, one]))
  return list.map(one => {
    const { code, name, trackingUrl, active } = byCode.get(one.code) ?? one
    return { code, name, trackingUrl, active, known: knownCarriers.some(known => known.code === code) }
  })
}
