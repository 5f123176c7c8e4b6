import type { Tx } from '../base/database.ts'

/**
 * What the total of staged web orders differs from their lines becomes a line, with the tax rate of most of the order; who accepted it
 * stands in it. The web orders are held. What comes changed of one of them is checked anew, and its line is gone.
 */
export async function insertDifferences(
  tx: Tx,
  tenant: string,
  webOrderIds: readonly string[],
  by: { readonly name: string; readonly now: Date },
): Promise<void> {
  if (webOrderIds.length === 0) return
  await tx.run(
    `with sum as (
       select w.id, w.total_gross, w.total_gross - sum(n.quantity * n.unit_gross) as difference, max(n.line_no) as last,
         bool_or(n.staged) as staged, w.record ->> 'language' as language
       from web_order w join web_order_line n on n.tenant_id = w.tenant_id and n.web_order_id = w.id
       where w.tenant_id = $1 and w.id = any($2::uuid[]) group by w.tenant_id, w.id
     ), main as (
       select distinct on (web_order_id) web_order_id as id, tax_rate from (
         select n.web_order_id, n.tax_rate, sum(n.quantity * n.unit_gross) as gross from web_order_line n
         where n.tenant_id = $1 and n.web_order_id = any($2::uuid[]) and n.tax_rate is not null group by 1, 2) as r
       order by web_order_id, gross desc, tax_rate desc
     ), noted as (
       insert into web_order_line (tenant_id, web_order_id, line_no, kind, name, quantity, unit_gross, unit_net, tax_rate, detail, staged)
       select $1, s.id, s.last + 1, 'difference', case s.language when 'en' then 'Difference' else 'Differenz' end, 1, s.difference,
         round(s.difference * 100 / (100 + coalesce(m.tax_rate, 0)), 12), coalesce(m.tax_rate, 0),
         jsonb_build_object('acceptedBy', $3::text, 'acceptedAt', $4::timestamptz), s.staged
       from sum s left join main m on m.id = s.id
     )
     update web_order w set lines_gross = s.total_gross, version = w.version + 1, changed_at = $4 from sum s
     where w.tenant_id = $1 and w.id = s.id`,
    [tenant, webOrderIds, by.name, by.now],
  )
}
