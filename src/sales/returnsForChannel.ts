import type { Tx } from '../base/database.ts'

/** Goods that came back and were decided about, as the shop of the order is told it. */
export interface ReturnForChannel {
  readonly id: string
  /** Key number and their id of the order. */
  readonly keyNo: number
  readonly theirOrderId: string
  /** Only lines that the shop knows, without what never came. At some marketplaces what is accepted pays the buyer back. */
  readonly lines: readonly {
    readonly theirLine: string
    readonly quantity: string
    readonly reason: string
    readonly accepted: boolean
    /** How it came back; absent: nothing came. */
    readonly condition?: string
    readonly note?: string
  }[]
  /** Their id of the return, where they announced it. */
  readonly announced: string | null
}

/**
 * Returns for the shops that the orders came from, in the order of the ids; also those that a shop announced; undefined
 * for what is not decided yet, for what concerns none of its lines, and for orders that came from no shop. One statement.
 */
export async function returnsForChannel(
  tx: Tx,
  tenant: string,
  returnIds: readonly string[],
): Promise<(ReturnForChannel | undefined)[]> {
  if (returnIds.length === 0) return []
  const rows = await tx.query<ReturnForChannel>(
    `select r.id, l.key_no as "keyNo", l.external_id as "theirOrderId",
       a.external_id as announced,
       coalesce((select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('theirLine', n.external_id, 'quantity', trim_scale(coalesce(x.received, x.quantity))::text,
          'reason', coalesce(w.channel_values ->> o.connection_id::text, nullif(x.comment, ''),
            case o.language when 'de' then w.name_de else w.name_en end, ''), 'accepted', x.state = 'accepted',
          'condition', x.condition, 'note', nullif(x.condition_note, ''))) order by x.line_no)
        from order_return_line x
          left join return_reason w on w.tenant_id = x.tenant_id and w.id = x.reason_id
          join sales_order_line n on n.tenant_id = x.tenant_id and n.order_id = x.order_id and n.line_no = x.line_no
            and n.external_id is not null
        where x.tenant_id = r.tenant_id and x.return_id = r.id and x.state in ('accepted', 'refused')), '[]') as lines
     from unnest($2::uuid[]) as u (id)
       join order_return r on r.tenant_id = $1 and r.id = u.id and r.decided_at is not null
       join sales_order o on o.tenant_id = r.tenant_id and o.id = r.order_id and o.channel_id is not null
       join ledger l on l.tenant_id = o.tenant_id and l.id = o.web_order_id
       left join ledger a on a.tenant_id = r.tenant_id and a.id = r.from_ledger_id`,
    [tenant, returnIds],
  )
  const byId = new Map(rows.filter(row => row.lines.length > 0).map(row => [row.id, row]))
  return returnIds.map(id => byId.get(id))
}
