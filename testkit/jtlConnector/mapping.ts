/**
 * The mapping table that lives in the shop: which object of the shop (endpoint id) is which object of the
 * merchandise management (host id, a positive integer unique per type). Whatever has no link is delivered again.
 */

/** All types of identities that can be linked (the images of all relations share one: their endpoint ids differ). */
export const relationTypes = [
  'Category',
  'CategoryAttribute',
  'ConfigGroup',
  'ConfigItem',
  'CrossSelling',
  'CrossSellingGroup',
  'CrossSellingItem',
  'Currency',
  'Customer',
  'CustomerGroup',
  'CustomerOrder',
  'DeliveryNote',
  'Image',
  'Language',
  'Manufacturer',
  'MeasurementUnit',
  'Payment',
  'Product',
  'ProductAttribute',
  'ProductType',
  'ProductVariation',
  'ProductVariationValue',
  'ShippingClass',
  'ShippingMethod',
  'Specific',
  'SpecificValue',
  'TaxClass',
  'TaxRate',
  'Unit',
  'Warehouse',
] as const
export type RelationType = (typeof relationTypes)[number]

/** One endpoint id; `host` is null as long as it is not linked. `changed` is the tick of the last change. */
export interface Link {
  readonly endpoint: string
  host: number | null
  changed: number
}

/** What saving a link did: `moved` = the endpoint had another host, `hostReused` = the host had another endpoint. */
export type SaveEffect = 'stored' | 'same' | 'moved' | 'hostReused' | 'polluting'

export interface Links {
  /** The link of an endpoint id; made without host if nobody asked for it before. */
  link(type: RelationType, endpoint: string): Link
  endpointOf(type: RelationType, host: number): string | undefined
  save(type: RelationType, endpoint: string, host: number): SaveEffect
  dropEndpoint(type: RelationType, endpoint: string): void
  dropHost(type: RelationType, host: number): void
  /** Without a type: everything. */
  clear(type?: RelationType): void
  /** What is linked now, in the order in which it was linked. */
  linked(type: RelationType): Link[]
  /** Grows with each link of the type that was dropped. */
  drops(type: RelationType): number
}

interface Table {
  readonly byEndpoint: Map<string, Link>
  readonly byHost: Map<number, string>
  drops: number
}

/** An empty mapping table. */
export function createLinks(): Links {
  const tables = new Map<RelationType, Table>(
    relationTypes.map(type => [type, { byEndpoint: new Map(), byHost: new Map(), drops: 0 }]),
  )
  let tick = 0

  const table = (type: RelationType): Table => {
    const found = tables.get(type)
    if (!found) throw new TypeError(`unknown relation type ${type}`)
    return found
  }
  const link = (type: RelationType, endpoint: string): Link => {
    const { byEndpoint } = table(type)
    const known = byEndpoint.get(endpoint)
    if (known) return known
    const made: Link = { endpoint, host: null, changed: 0 }
    byEndpoint.set(endpoint, made)
    return made
  }
  const drop = (type: RelationType, dropped: Link): void => {
    const { byHost } = table(type)
    if (dropped.host === null) return
    if (byHost.get(dropped.host) === dropped.endpoint) byHost.delete(dropped.host)
    dropped.host = null
    dropped.changed = ++tick
    table(type).drops++
  }

  return {
    link,
    endpointOf: (type, host) => table(type).byHost.get(host),
    save(type, endpoint, host) {
      const { byHost } = table(type)
      if (endpoint === '') {
        // Accepted and stored by the core (V5): a row that leads nowhere. A good row stays the one that is found.
        if (!byHost.has(host)) byHost.set(host, '')
        return 'polluting'
      }
      const saved = link(type, endpoint)
      if (saved.host === host) return 'same'
      const effect = saved.host !== null ? 'moved' : byHost.get(host) ? 'hostReused' : 'stored'
      if (saved.host !== null && byHost.get(saved.host) === endpoint) byHost.delete(saved.host)
      saved.host = host
      saved.changed = ++tick
      byHost.set(host, endpoint)
      return effect
    },
    dropEndpoint(type, endpoint) {
      const known = table(type).byEndpoint.get(endpoint)
      if (known) drop(type, known)
    },
    dropHost(type, host) {
      const endpoint = table(type).byHost.get(host)
      const known = endpoint === undefined ? undefined : table(type).byEndpoint.get(endpoint)
      if (known) drop(type, known)
      table(type).byHost.delete(host)
    },
    clear(type) {
      for (const cleared of type ? [type] : relationTypes) {
        for (const known of table(cleared).byEndpoint.values()) drop(cleared, known)
        table(cleared).byHost.clear()
      }
    },
    linked(type) {
      const found = [...table(type).byEndpoint.values()].filter(known => known.host !== null)
      return found.sort((a, b) => a.changed - b.changed)
    },
    drops: type => table(type).drops,
  }
}
