import type { Tx } from '../base/database.ts'
import { cleanText } from '../port/canonical.ts'
import type { ReportedRow, ReportedRows } from '../port/posted.ts'
import { answerAsks } from './askStore.ts'

/**
 * Stores rows of a report that was asked for; the same row again takes the place of the former one. With the last of them the ask is
 * answered, and what older reports of the same place said goes. Rows of an ask that is not here are left out.
 */
export async function storeReported(
  tx: Tx,
  tenant: string,
  connectionId: string,
  { ask, rows, done }: ReportedRows,
  now: Date,
): Promise<void> {
  const last = [...new Map(rows.map(row => [row.theirs, clean(row)])).values()]
  await tx.run(
    `insert into reported_row (tenant_id, connection_id, ask_id, their_id, no, number, gtin, name, quantity)
     select $1, $2, a.id, r.theirs, r.no, r.number, r.gtin, r.name, r.quantity
     from jsonb_to_recordset($4) as r (theirs text, no int, number text, gtin text, name text, quantity text)
       join place_ask a on a.tenant_id = $1 and a.connection_id = $2 and a.id::text = $3
     order by r.theirs
     on conflict (tenant_id, connection_id, ask_id, their_id) do update set no = excluded.no, number = excluded.number,
       gtin = excluded.gtin, name = excluded.name, quantity = excluded.quantity`,
    [tenant, connectionId, ask, JSON.stringify(last)],
  )
  if (!done) return
  await answerAsks(tx, { tenant, connectionId }, [ask], now)
  await tx.run(
    `update place_ask set reported_at = $4 where tenant_id = $1 and connection_id = $2 and id::text = $3 and reported_at is null`,
    [tenant, connectionId, ask, now],
  )
  await tx.run(
    `delete from reported_row r using place_ask a, place_ask n
     where n.tenant_id = $1 and n.connection_id = $2 and n.id::text = $3 and a.tenant_id = $1 and a.connection_id = $2
       and a.name = n.name and a.place = n.place and a.id <> n.id and a.asked_at < n.asked_at
       and r.tenant_id = $1 and r.connection_id = $2 and r.ask_id = a.id`,
    [tenant, connectionId, ask],
  )
}

/**
 * A page of the newest report of a place that was answered whole, by their ids behind `after` (undefined: from the front); undefined
 * where there is none. A newer report that is completed meanwhile has other rows, and the reader begins again.
 */
export async function reportedPage(
  tx: Tx,
  tenant: string,
  connectionId: string,
  wish: { readonly place: string; readonly after: string | undefined; readonly want: number },
): Promise<readonly ReportedRow[] | undefined> {
  const [ask] = await tx.query<{ id: string }>(
    `select a.id from place_ask a where a.tenant_id = $1 and a.connection_id = $2 and a.place = $3 and a.reported_at is not null
     order by a.reported_at desc, a.id desc limit 1`,
    [tenant, connectionId, wish.place],
  )
  if (!ask) return undefined
  const rows = await tx.query<Record<keyof ReportedRow, string | number | null>>(
    `select their_id as theirs, no, number, gtin, name, quantity from reported_row
     where tenant_id = $1 and connection_id = $2 and ask_id = $3 and their_id > $4 order by their_id limit $5`,
    [tenant, connectionId, ask.id, wish.after ?? '', wish.want],
  )
  return rows.map(
    row =>
      Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as unknown as ReportedRow,
  )
}

/** How many rows of the report that answers this ask are here. */
export async function reportedCount(
  tx: Tx,
  tenant: string,
  connectionId: string,
  askId: string,
): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from reported_row where tenant_id = $1 and connection_id = $2 and ask_id = $3`,
    [tenant, connectionId, askId],
  )
  return row?.count ?? 0
}

// As a database can hold it.
function clean({ theirs, no, number, gtin, name, quantity }: ReportedRow) {
  return {
    theirs: cleanText(theirs),
    no: no !== undefined && Number.isInteger(no) && no > 0 && no < 2 ** 31 ? no : null,
    number: number === undefined ? null : cleanText(number),
    gtin: gtin === undefined ? null : cleanText(gtin),
    name: cleanText(name),
    quantity: quantity === undefined ? null : cleanText(quantity),
  }
}
