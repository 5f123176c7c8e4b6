import type { Tx } from '../base/database.ts'
import { customerChecks } from './verifyCustomers.ts'
import { salesChecks } from './verifySales.ts'
import { stockChecks } from './verifyStock.ts'
import { stocktakingChecks } from './verifyStocktaking.ts'
import { variationChecks } from './verifyVariations.ts'

/** One promise that was checked on the data. `wrong` lists at most 20 of what breaks it. */
export interface Finding {
  readonly promise: string
  readonly ok: boolean
  readonly count: number
  readonly wrong: readonly string[]
}

/**
 * Checks on the data of a tenant every promise that data can show. Reads only. A promise that holds has count 0.
 * What waits (acknowledgements, parked pages) is no finding: it is shown by the health of its connection.
 */
export async function verify(tx: Tx, tenant: string): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const [promise, sql] of Object.entries({
    ...checks,
    ...stockChecks,
    ...variationChecks,
    ...stocktakingChecks,
    ...salesChecks,
    ...customerChecks,
  })) {
    const rows = await tx.query<{ what: string; count: number }>(
      `select what, count(*) over ()::int as count from (${sql}) as wrong (what) limit 20`,
      [tenant],
    )
    findings.push({
      promise,
      ok: rows.length === 0,
      count: rows[0]?.count ?? 0,
      wrong: rows.map(row => row.what),
    })
  }
  return findings
}

// Each lists what breaks the promise. Together they read every table of the import once, and the sums of the trade.
const checks = {
  'an external record is in the ledger at most once': `
    select connection_id || ' ' || kind || ' ' || external_id from ledger where tenant_id = $1
    group by connection_id, kind, external_id having count(*) > 1`,
  'a record that is not staged says why': `
    select id::text from ledger where tenant_id = $1 and outcome in ('parked', 'waiting', 'ignored') and code is null`,
  'every record that was seen has a link with its own key number': `
    select l.id::text from ledger l where l.tenant_id = $1 and not exists (
      select 1 from link k where k.tenant_id = l.tenant_id and k.connection_id = l.connection_id and k.object_id = l.id and k.kind = l.kind)`,
  'no key number was given that the counter has not passed': `
    select k.connection_id || ' ' || k.key_no from link k join key_counter c on c.tenant_id = k.tenant_id and c.connection_id = k.connection_id
    where k.tenant_id = $1 and k.key_no >= c.next_no`,
  'a staged order is in the inbox, and the inbox holds staged orders': `
    select l.id::text from ledger l left join web_order w on w.tenant_id = l.tenant_id and w.id = l.id
    where l.tenant_id = $1 and l.kind = 'order' and (
      (l.outcome = 'staged' and (w.id is null or w.state <> 'staged')) or (l.outcome = 'ignored' and w.state = 'staged'))`,
  'a staged order has lines that add up to what was checked': `
    select w.id::text from web_order w join currency c on c.code = w.currency
      left join web_order_line n on n.tenant_id = w.tenant_id and n.web_order_id = w.id
    where w.tenant_id = $1
    group by w.tenant_id, w.id, w.lines_gross, c.minor_digits
    having count(n.line_no) = 0 or w.lines_gross is distinct from
      case when count(n.unit_gross) = count(*) then round(sum(n.quantity * n.unit_gross), c.minor_digits) end`,
  'only a pending order lacks its total, and a line its price': `
    select w.id::text from web_order w where w.tenant_id = $1 and w.state = 'staged' and not w.pending and (w.total_gross is null
      or exists (select 1 from web_order_line n where n.tenant_id = w.tenant_id and n.web_order_id = w.id
        and n.unit_net is null and n.unit_gross is null))`,
  'an amount in minor units is the amount': `
    select w.id::text from web_order w join currency c on c.code = w.currency
    where w.tenant_id = $1 and w.total_minor is distinct from round(w.total_gross * power(10::numeric, c.minor_digits))`,
  'a difference between total and lines has its open check': `
    select w.id::text from web_order w join currency c on c.code = w.currency
    where w.tenant_id = $1 and w.state = 'staged' and not 'TOTAL_MISMATCH' = any (w.open_checks)
      and abs(w.total_gross - w.lines_gross) > power(10::numeric, -c.minor_digits) * (3 + (
        select count(*) from web_order_line n where n.tenant_id = w.tenant_id and n.web_order_id = w.id) / 2.0)`,
  'what was stored has its payload': `
    select l.id::text from ledger l where l.tenant_id = $1 and l.payload_at is not null and l.forgotten_at is null and l.code is distinct from 'PAYLOAD_INVALID'
      and l.payload_at > now() - interval '400 days' and not exists (
        select 1 from payload p where p.tenant_id = l.tenant_id and p.ledger_id = l.id and p.stored_at = l.payload_at)`,
  'an acknowledgement is of a record that is stored': `
    select a.kind || ' ' || a.external_id from ack_outbox a where a.tenant_id = $1 and not exists (
      select 1 from ledger l where l.tenant_id = a.tenant_id and l.connection_id = a.connection_id and l.kind = a.kind and l.external_id = a.external_id)`,
  'a payment that arrived belongs to its order, or waits': `
    select p.id::text from web_payment p join ledger l on l.tenant_id = p.tenant_id and l.id = p.id
    where p.tenant_id = $1 and (l.outcome in ('staged', 'taken_over')) <> (p.web_order_id is not null) and l.outcome <> 'ignored'`,
  'what was restored from a backup is recovered': `
    select name from connection where tenant_id = $1 and recovering_at is not null and archived_at is null
    union all select range_kind from recovery_step where tenant_id = $1 and step = 'number' and done_at is null`,
  'a run that ended gave its lane back': `
    select l.connection_id || ' ' || l.kind from sync_lane l join sync_run r on r.tenant_id = l.tenant_id and r.id = l.run_id
    where l.tenant_id = $1 and l.holder is not null and r.state <> 'running'`,
} as const
