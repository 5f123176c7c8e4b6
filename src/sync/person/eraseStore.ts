import type { Tx } from '../../base/database.ts'
import type { Doing } from '../../customers/customerHistory.ts'
import type { Person } from './findPerson.ts'

/**
 * Empties customers: what is left is the number, the debtor number that the books name, and the group. Their addresses, notes and
 * keys go. The customers are held.
 */
export async function eraseCustomers(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
  by: Doing,
): Promise<void> {
  await tx.run(`delete from customer_address where tenant_id = $1 and customer_id = any($2::uuid[])`, [
    tenant,
    ids,
  ])
  await tx.run(`delete from customer_note where tenant_id = $1 and customer_id = any($2::uuid[])`, [
    tenant,
    ids,
  ])
  await tx.run(`delete from customer_key where tenant_id = $1 and customer_id = any($2::uuid[])`, [
    tenant,
    ids,
  ])
  await tx.run(
    `update customer set name = customer_number, company = '', salutation = '', title = '', first_name = '', last_name = '', email = '',
       phone = '', mobile = '', fax = '', website = '', birthday = null, language = null, vat_id = null, tax_number = '', note = '',
       customer_since = null, block_reason = '', anonymised_at = $3, anonymised_by = $4, version = version + 1
     where tenant_id = $1 and id = any($2::uuid[])`,
    [tenant, ids, by.now, by.name],
  )
}

/**
 * Empties what shops sent of a person. The ledger rows stay, with the hashes of what was seen: the same records are known when they
 * come again, and changed ones bring nothing of the person in (`withoutPersons`).
 */
export async function eraseRecords(tx: Tx, tenant: string, { records }: Person, now: Date): Promise<void> {
  // In the order in which the import locks them.
  await tx.query(
    `select l.id from ledger l where l.tenant_id = $1 and l.id = any($2::uuid[]) order by l.id for no key update`,
    [tenant, records],
  )
  const statements = [
    `update ledger set forgotten_at = $3, data = null, payload_at = null where tenant_id = $1 and id = any($2::uuid[])`,
    `update web_order w set customer_name = '', customer_external_id = null, check_data = null, version = w.version + 1, changed_at = $3,
       record = jsonb_strip_nulls(jsonb_build_object('payment', jsonb_build_object('method', w.record -> 'payment' -> 'method',
         'paidAt', w.record -> 'payment' -> 'paidAt'), 'delivery', w.record -> 'delivery', 'language', w.record -> 'language'))
     where w.tenant_id = $1 and w.id = any($2::uuid[])`,
    `update web_customer set name = '', email = null, record = '{}', stood = null, version = version + 1, changed_at = $3
     where tenant_id = $1 and id = any($2::uuid[])`,
    `update web_payment set record = '{}', version = version + 1, changed_at = $3 where tenant_id = $1 and id = any($2::uuid[])`,
    // A word on an address alone says nothing any more; what happened to lines stays, without the reasons that people gave.
    `update web_event e set version = e.version + 1, changed_at = $3,
       record = ${only('e.record', ['remoteState', 'paymentState', 'answers', 'awaits'])} || case when jsonb_typeof(e.record -> 'lines') = 'array'
         then jsonb_build_object('lines', (select coalesce(jsonb_agg(${only('line', ['theirs', 'quantity', 'state', 'paymentState'])}), '[]')
           from jsonb_array_elements(e.record -> 'lines') line))
         else '{}' end
     where e.tenant_id = $1 and e.id = any($2::uuid[])`,
  ]
  for (const statement of statements) await tx.run(statement, [tenant, records, now])
  const about = `tenant_id = $1 and ticket_id in (select t.id from ticket t where t.tenant_id = $1 and t.ledger_id = any($2::uuid[]))`
  await tx.run(`update ticket_message set text = '', name = null where ${about}`, [tenant, records])
  await tx.run(`delete from ticket_file where ${about}`, [tenant, records])
  await tx.run(`update ticket set subject = '' where tenant_id = $1 and ledger_id = any($2::uuid[])`, [
    tenant,
    records,
  ])
  await tx.run(
    `update web_order_line set detail = null where tenant_id = $1 and web_order_id = any($2::uuid[]) and detail is not null`,
    [tenant, records],
  )
}

/** Deletes what only retention may of persons that are to be forgotten: values of histories, merges, what shops sent. */
export async function eraseAppended(tx: Tx, tenant: string): Promise<void> {
  const anonymised = `c.tenant_id = $1 and c.anonymised_at is not null and c.forgotten_at is null`
  await tx.run(
    `delete from customer_history_value v using customer c join customer_history h on h.tenant_id = c.tenant_id and h.customer_id = c.id
     where ${anonymised} and v.tenant_id = h.tenant_id and v.history_id = h.id`,
    [tenant],
  )
  await tx.run(
    `delete from customer_merge_row r using customer c where ${anonymised} and r.tenant_id = c.tenant_id and (r.from_id = c.id
       or r.merge_id in (select m.id from customer_merge m where m.tenant_id = c.tenant_id and m.into_id = c.id))`,
    [tenant],
  )
  await tx.run(
    `delete from payload p using ledger l
     where l.tenant_id = $1 and l.forgotten_at is not null and p.tenant_id = l.tenant_id and p.ledger_id = l.id`,
    [tenant],
  )
  await tx.run(
    `update ledger_history h set data = null from ledger l
     where l.tenant_id = $1 and l.forgotten_at is not null and h.tenant_id = l.tenant_id and h.ledger_id = l.id and h.data is not null`,
    [tenant],
  )
}

/** A document whose time is over, with the number that stands in the place of a name from now on. */
export interface DocumentOver {
  readonly kind: 'order' | 'quotation'
  readonly id: string
  readonly customerNumber: string
}

/** Empties what stands of a person in orders, in what belongs to them, and in quotations; figures stay. As the role that alone may. */
export async function eraseDocuments(
  tx: Tx,
  tenant: string,
  documents: readonly DocumentOver[],
): Promise<void> {
  for (const [kind, table] of [
    ['order', 'sales_order'],
    ['quotation', 'quotation'],
  ] as const) {
    const over = documents.filter(one => one.kind === kind)
    if (over.length === 0) continue
    const ids = over.map(one => one.id)
    await tx.run(
      `update ${table} o set billing = null, shipping = null, customer_name = u.number, customer_vat_id = null, customer_note = '', note = ''
       from unnest($2::uuid[], $3::text[]) as u (id, number) where o.tenant_id = $1 and o.id = u.id`,
      [tenant, ids, over.map(one => one.customerNumber)],
    )
    for (const statement of beside[kind]) await tx.run(statement, [tenant, ids])
  }
}

// SQL: of an object these parts alone. What a later version adds is not kept before somebody says that it tells of nobody.
function only(object: string, parts: readonly string[]): string {
  return `(select coalesce(jsonb_object_agg(part.key, part.value), '{}') from jsonb_each(${object}) as part
    where part.key in (${parts.map(part => `'${part}'`).join(', ')}))`
}

const beside = {
  order: [
    `delete from order_term t using sales_order o cross join string_to_table(trim(o.words), ' ') as x (word)
     where o.tenant_id = $1 and o.id = any($2::uuid[]) and t.tenant_id = o.tenant_id and t.order_id = o.id
       and t.field = left(x.word, 2) and t.term = substr(x.word, 4)`,
    `update sales_order set words = '' where tenant_id = $1 and id = any($2::uuid[])`,
    `update sales_order set cancel_reason = case when cancel_reason is not null then '' end,
       complete_reason = case when complete_reason is not null then '' end where tenant_id = $1 and id = any($2::uuid[])`,
    `update sales_order_line set detail = null, note = '' where tenant_id = $1 and order_id = any($2::uuid[])`,
    `delete from sales_order_edit_value where tenant_id = $1 and order_id = any($2::uuid[])`,
    `update payment set reason = '' where tenant_id = $1 and order_id = any($2::uuid[])`,
    // A code says nothing of a person; other words may.
    `update sales_order set hold_reason = '-' where tenant_id = $1 and id = any($2::uuid[]) and hold_reason !~ '^[A-Z_]+$'`,
    `update order_hold set reason = '-' where tenant_id = $1 and order_id = any($2::uuid[]) and reason !~ '^[A-Z_]+$'`,
    `update delivery_package p set tracking = '', url = null, return_label = null from delivery d
     where d.tenant_id = $1 and d.order_id = any($2::uuid[]) and p.tenant_id = d.tenant_id and p.delivery_id = d.id`,
    `update delivery set note = '', reverse_reason = case when reverse_reason is not null then '' end
     where tenant_id = $1 and order_id = any($2::uuid[])`,
    `update order_cancellation set reason = '' where tenant_id = $1 and order_id = any($2::uuid[])`,
    `update cancellation_request set reason = '', answer_reason = null where tenant_id = $1 and order_id = any($2::uuid[])`,
    `update order_return set note = '', pickup = null where tenant_id = $1 and order_id = any($2::uuid[])`,
    `update order_return_line set comment = '', condition_note = '' where tenant_id = $1 and order_id = any($2::uuid[])`,
    `update order_confirmation c set reason = '' from sales_order o
     where o.tenant_id = $1 and o.id = any($2::uuid[]) and c.tenant_id = o.tenant_id and c.web_order_id = o.web_order_id`,
    // Its file goes with the blobs that nothing refers to.
    `delete from order_document where tenant_id = $1 and order_id = any($2::uuid[])`,
    `delete from order_document d using sales_order o join ledger l on l.tenant_id = o.tenant_id and l.id = o.web_order_id
     where o.tenant_id = $1 and o.id = any($2::uuid[]) and d.tenant_id = o.tenant_id and d.connection_id = l.connection_id
       and d.order_external_id = l.external_id`,
    `update task set note = '', data = ${only('data', ['amount', 'currency', 'expected', 'got', 'state', 'whole', 'lines', 'differences', 'fields'])}
     where tenant_id = $1 and order_id = any($2::uuid[])`,
  ],
  quotation: [
    `update quotation set decline_reason = '' where tenant_id = $1 and id = any($2::uuid[])`,
    `update quotation_line set note = '' where tenant_id = $1 and quotation_id = any($2::uuid[])`,
  ],
} as const
