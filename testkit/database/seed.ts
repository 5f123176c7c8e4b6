import { type Database, transact } from '../../src/base/database.ts'
import { newId } from '../../src/base/ids.ts'
import { createTenant } from '../../src/company/createTenant.ts'

/** A tenant with one company in Germany, as most tests need it. */
export interface SeededTenant {
  readonly tenant: string
  readonly slug: string
  readonly company: string
  readonly taxClasses: { readonly standard: string; readonly reduced: string }
}

/**
 * Makes a tenant as the product does: a company (DE, EUR, Europe/Berlin), tax classes and rates, standard roles. Any
 * number in one database; the slug is made up where none is given.
 */
export async function seedTenant(
  db: Database,
  options: { readonly slug?: string } = {},
): Promise<SeededTenant> {
  const tenant = newId()
  const slug = options.slug ?? `t-${tenant.slice(-12)}`
  return await transact(db, { tenant }, async tx => {
    await createTenant(tx, { id: tenant, slug, name: slug, companyName: 'Muster GmbH' }, new Date())
    const [made] = await tx.query<{ company: string; standard: string; reduced: string }>(
      `select (select id from company) as company, (select id from tax_class where is_default) as standard,
         (select tax_class_id from tax_rate where country = 'DE' and rate = 7 limit 1) as reduced`,
    )
    if (!made) throw new Error('a select without from has one row')
    return {
      tenant,
      slug,
      company: made.company,
      taxClasses: { standard: made.standard, reduced: made.reduced },
    }
  })
}

/** A connection with one sales channel. */
export interface SeededConnection {
  readonly connection: string
  readonly channel: string
}

/** Makes a connection with its key counter and its four lanes (no schedule: nothing runs unless asked), and one channel. */
export async function seedConnection(
  db: Database,
  { tenant, company }: SeededTenant,
  options: { readonly system?: string; readonly name?: string; readonly settings?: object } = {},
): Promise<SeededConnection> {
  const connection = newId()
  const channel = newId()
  const name = options.name ?? `Shop ${connection.slice(-6)}`
  await transact(db, { tenant }, async tx => {
    await tx.run(
      `insert into connection (tenant_id, id, company_id, system, name, settings, time_zone)
       values ($1, $2, $3, $4, $5, $6, 'Europe/Berlin')`,
      [tenant, connection, company, options.system ?? 'none', name, JSON.stringify(options.settings ?? {})],
    )
    await tx.run('insert into key_counter (tenant_id, connection_id) values ($1, $2)', [tenant, connection])
    await tx.run(
      `insert into sync_lane (tenant_id, connection_id, kind)
       select $1, $2, unnest(array['orders', 'stock', 'catalogue', 'feedback'])`,
      [tenant, connection],
    )
    await tx.run('insert into channel (tenant_id, id, connection_id, name) values ($1, $2, $3, $4)', [
      tenant,
      channel,
      connection,
      name,
    ])
  })
  return { connection, channel }
}

/** Makes simple items of the standard tax class with these item numbers; returns their ids in the same order. */
export async function seedItems(
  db: Database,
  { tenant, taxClasses }: SeededTenant,
  itemNumbers: readonly string[],
): Promise<string[]> {
  const items = itemNumbers.map(number => ({ id: newId(), number, key: number.trim().toLowerCase() }))
  await transact(db, { tenant }, tx =>
    tx.run(
      `insert into item (tenant_id, id, item_number, number_key, name, tax_class_id)
       select $1, i.id, i.number, i.key, 'Artikel ' || i.number, $3
       from jsonb_to_recordset($2) i (id uuid, number text, key text)`,
      [tenant, JSON.stringify(items), taxClasses.standard],
    ),
  )
  return items.map(item => item.id)
}
