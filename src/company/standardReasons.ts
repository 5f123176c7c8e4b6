import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'

type Named = Readonly<Record<string, readonly [de: string, en: string]>>

/** Why goods come back: what every tenant begins with. */
const returnReasons: Named = {
  not_liked: ['Gefällt nicht', 'Not as liked'],
  wrong_size: ['Größe passt nicht', 'Wrong size'],
  defective: ['Defekt', 'Defective'],
  damaged_in_transit: ['Transportschaden', 'Damaged in transit'],
  wrong_item: ['Falscher Artikel', 'Wrong item'],
  not_as_described: ['Nicht wie beschrieben', 'Not as described'],
  late: ['Zu spät geliefert', 'Delivered too late'],
  undeliverable: ['Unzustellbar', 'Undeliverable'],
  other: ['Sonstiges', 'Other'],
}

/** Why orders are cancelled: the same. */
const cancellationReasons: Named = {
  customer_request: ['Wunsch des Kunden', 'Customer asked for it'],
  out_of_stock: ['Nicht lieferbar', 'Out of stock'],
  not_paid: ['Nicht bezahlt', 'Not paid'],
  address: ['Anschrift nicht zustellbar', 'Address not deliverable'],
  price_error: ['Falscher Preis', 'Wrong price'],
  fraud: ['Verdacht auf Betrug', 'Suspected fraud'],
  duplicate: ['Doppelt bestellt', 'Ordered twice'],
  other: ['Sonstiges', 'Other'],
}

/** The lists of reasons that a new tenant begins with; `other` needs a comment. */
export async function insertReasons(tx: Tx, tenant: string): Promise<void> {
  for (const [table, list] of [
    ['return_reason', returnReasons],
    ['cancellation_reason', cancellationReasons],
  ] as const)
    await tx.run(
      `insert into ${table} (tenant_id, id, code, name_de, name_en, comment_required, sort)
       select $1, r.id, r.code, r.de, r.en, r.code = 'other', r.sort
       from json_to_recordset($2) as r (id uuid, code text, de text, en text, sort int)`,
      [
        tenant,
        JSON.stringify(
          Object.entries(list).map(([code, [de, en]], at) => ({ id: newId(), code, de, en, sort: at + 1 })),
        ),
      ],
    )
}
