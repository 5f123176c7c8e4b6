import type { Tx } from '../base/database.ts'

/** In what way another order belongs to one. */
export const orderRelations = [
  'split_from',
  'split_into',
  'merged_into',
  'merged_from',
  'exchange_for',
  'exchanged_by',
] as const
export type OrderRelation = (typeof orderRelations)[number]

/** What a page of one order shows besides `readOrder`: how it is taxed, its sums by rate, and the orders that belong to it. */
export interface OrderExtras {
  /** Which of net and gross of a line is the price. */
  readonly pricesGross: boolean
  /** Null: its channel said the rates. */
  readonly taxTreatment: string | null
  readonly taxCountry: string | null
  readonly customerVatId: string | null
  readonly customerBlocked: boolean
  readonly totalNet: string | null
  /** Null: the channel's total stands alone. */
  readonly rates:
    | readonly {
        readonly rate: string
        readonly net: string
        readonly tax: string
        readonly gross: string
      }[]
    | null
  /** −9 to 9. */
  readonly priority: number
  readonly related: readonly {
    readonly relation: OrderRelation
    readonly id: string
    readonly orderNumber: string
  }[]
}

/** The extras of an order; undefined if there is none of that id. One statement on indexes. */
export async function readOrderExtras(tx: Tx, tenant: string, id: string): Promise<OrderExtras | undefined> {
  const [row] = await tx.query<OrderExtras>(
    `select o.prices_gross as "pricesGross", o.tax_treatment as "taxTreatment", o.tax_country as "taxCountry",
       o.customer_vat_id as "customerVatId", k.blocked as "customerBlocked", o.total_net as "totalNet",
       o.tax_sums as rates, o.priority,
       (select coalesce(jsonb_agg(jsonb_build_object('relation', r.relation, 'id', r.id, 'orderNumber', r.order_number)
            order by r.id), '[]')
        from (select 'split_from' as relation, x.id, x.order_number from sales_order x where x.tenant_id = $1 and x.id = o.split_from
          union all select 'merged_into', x.id, x.order_number from sales_order x where x.tenant_id = $1 and x.id = o.merged_into
          union all select 'exchange_for', x.id, x.order_number from sales_order x where x.tenant_id = $1 and x.id = o.exchange_for
          union all select 'split_into', x.id, x.order_number from sales_order x where x.tenant_id = $1 and x.split_from = o.id
          union all select 'merged_from', x.id, x.order_number from sales_order x where x.tenant_id = $1 and x.merged_into = o.id
          union all select 'exchanged_by', x.id, x.order_number from sales_order x where x.tenant_id = $1 and x.exchange_for = o.id
        ) r) as related
     from sales_order o join customer k on k.tenant_id = o.tenant_id and k.id = o.customer_id
     where o.tenant_id = $1 and o.id = $2`,
    [tenant, id],
  )
  return row
}
