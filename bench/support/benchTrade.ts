import { openDatabase, transact } from '../../src/base/database.ts'
import { newId } from '../../src/base/ids.ts'
import { openKeyring } from '../../src/base/keyring.ts'
import { addConnection } from '../../src/channels/addConnection.ts'
import { onlyCompany } from '../../src/company/companyStore.ts'
import { createTenant } from '../../src/company/createTenant.ts'
import type { Connector } from '../../src/port/connector.ts'
import type { BenchServer } from './benchServer.ts'

/** A shop that is connected. */
export interface BenchShop {
  readonly connection: string
  readonly channel: string
}

/** A tenant with a company in Germany, connected to shops. */
export interface BenchTrade {
  readonly tenant: string
  readonly shops: readonly BenchShop[]
}

/** Makes it, each shop with the settings that its connector takes. Schedules are off: what runs is asked for. */
export async function benchTrade(
  server: BenchServer,
  connector: Connector,
  shops: readonly Readonly<Record<string, string>>[],
): Promise<BenchTrade> {
  const db = openDatabase({ url: server.url })
  const keyring = await openKeyring(server.keys)
  const tenant = newId()
  await transact(db, { tenant }, async tx => {
    await createTenant(tx, { id: tenant, slug: 'bench', name: 'Bench', companyName: 'Bench' }, new Date())
    const company = await onlyCompany(tx, tenant)
    for (const [at, settings] of shops.entries())
      await addConnection(tx, keyring, tenant, connector, {
        system: connector.name,
        name: `Shop ${at + 1}`,
        settings,
        timeZone: 'Europe/Berlin',
        companyId: String(company),
      })
  })
  await db.close()
  const made = await server.asOwner(async client => {
    await client.query(`update sync_lane set next_at = null where tenant_id = $1`, [tenant])
    const { rows } = await client.query<BenchShop>(
      `select c.id as connection, h.id as channel from connection c join channel h on h.tenant_id = c.tenant_id and h.connection_id = c.id
       where c.tenant_id = $1 order by c.name`,
      [tenant],
    )
    return rows
  })
  return { tenant, shops: made }
}

/**
 * Items `ART-1` and so on (that is, of any prefix) with texts in two languages, a price and 100 pieces each, sold on these channels. By the owner in a
 * few statements: how they are entered is measured elsewhere. Needs PostgreSQL 18 (`uuidv7`).
 */
export async function sellItems(
  server: BenchServer,
  tenant: string,
  channels: readonly string[],
  items: { readonly count: number; readonly prefix: string; readonly sentences?: number },
): Promise<void> {
  const text = 'Becher aus Steingut, spülmaschinenfest, von Hand bemalt. '.repeat(items.sentences ?? 8)
  await server.asOwner(async client => {
    await client.query(
      `insert into item (tenant_id, id, item_number, number_key, name, gtin, net_price, weight)
       select $1, uuidv7(), $3::text || n, lower($3) || n, 'Becher ' || n, '4006381333931', n % 90 + 0.95, 0.35 from generate_series(1, $2::int) as n`,
      [tenant, items.count, items.prefix],
    )
    await client.query(
      `insert into item_text (tenant_id, item_id, language, name, description, short_description)
       select i.tenant_id, i.id, l.code, l.word || i.item_number, '<p>' || $2::text || '</p>', left($2::text, 80)
       from item i, (values ('de', 'Becher '), ('en', 'Mug ')) as l (code, word)
       where i.tenant_id = $1 and starts_with(i.item_number, $3)`,
      [tenant, text, items.prefix],
    )
    await client.query(
      `insert into item_channel (tenant_id, channel_id, item_id)
       select i.tenant_id, h, i.id from item i, unnest($2::uuid[]) as h where i.tenant_id = $1 and starts_with(i.item_number, $3)`,
      [tenant, channels, items.prefix],
    )
    await client.query(
      `insert into warehouse (tenant_id, id, code, name) values ($1, $2, 'main', 'Lager') on conflict do nothing`,
      [tenant, newId()],
    )
    await client.query(
      `with moved as (
         insert into stock_movement (tenant_id, id, item_id, warehouse_id, quantity, reason, actor)
         select i.tenant_id, uuidv7(), i.id, w.id, 100, 'opening', 'bench' from item i join warehouse w on w.tenant_id = i.tenant_id
         where i.tenant_id = $1 and starts_with(i.item_number, $2) returning tenant_id, item_id, warehouse_id, quantity)
       insert into stock_level (tenant_id, item_id, warehouse_id, on_hand) select * from moved`,
      [tenant, items.prefix],
    )
    await client.query('analyze')
  })
}
