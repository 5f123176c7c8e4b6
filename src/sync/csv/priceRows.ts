import { type Changed, changedTogether } from '../../base/changed.ts'
import { exact } from '../../base/decimal.ts'
import { changeItems } from '../../catalog/changeItems.ts'
import { setSpecialPrices } from '../../catalog/specialPrices.ts'
import { markTimedPrices } from '../markPrices.ts'
import { findItemsOfRows } from './itemIdentity.ts'
import { firstQuantity, setOneScale } from './priceScales.ts'
import { type ResolvedRow, type RowKind, type RowResult, refusal, textOf } from './rowKind.ts'

/**
 * Rows about prices, one price each. With a begin (valid from) it is a special price for channel and group; else with a group or a
 * channel a price there from a quantity on; with neither the base price of the item.
 */
export const priceRows: RowKind = {
  async resolve(tx, of, rows) {
    const found = await findItemsOfRows(tx, of, rows)
    return rows.map((row, at) => {
      const item = found[at]
      if (!item || 'code' in item) return item ?? refusal(row, 'CSV_IDENTIFICATION_MISSING')
      if (item.id === undefined) return refusal(row, 'ITEM_UNKNOWN', { item: item.object })
      const group = textOf(row, 'group')
      const channel = textOf(row, 'channel')
      const customerGroupId = group === undefined ? '' : of.names.group.get(group)
      const channelId = channel === undefined ? '' : of.names.channel.get(channel)
      if (customerGroupId === undefined) return refusal(row, 'CUSTOMER_GROUP_UNKNOWN', { group: group ?? '' })
      if (channelId === undefined) return refusal(row, 'CHANNEL_UNKNOWN', { channel: channel ?? '' })
      if (!row.cells.has('net') && !row.cells.has('gross'))
        return refusal(row, 'CSV_CELL_MISSING', { column: 'net' })
      const validFrom = textOf(row, 'validFrom') ?? ''
      const said = exact(textOf(row, 'from') ?? firstQuantity)
      const isScale = validFrom === '' && (customerGroupId !== '' || channelId !== '')
      // "From one on" is said of prices that know no quantities too.
      if (!isScale && said.greaterThan(1)) return refusal(row, 'CSV_CELL_MISSING', { column: 'group' })
      const from = isScale ? said.toFixed() : firstQuantity
      const ids = { customerGroupId, channelId, validFrom, from }
      const object = [item.object, group, channel, from === firstQuantity ? undefined : from, validFrom]
        .filter(Boolean)
        .join(' / ')
      return { row, key: [item.id, ...Object.values(ids)].join(' '), object, id: item.id, ids }
    })
  },
  async write(tx, of, rows) {
    const results: RowResult[] = rows.map(() => ({ did: 'unchanged' }))
    const changed: Changed[] = []
    const note = (list: readonly Placed[], said: readonly ({ did: string } & object)[]) => {
      for (const [index, result] of said.entries()) {
        const at = list[index]?.at
        if (at !== undefined) results[at] = rowResult(result)
      }
    }
    const placed = rows.map(
      (one, at): Placed => ({
        at,
        one,
        ids: one.ids,
        net: textOf(one.row, 'net') ?? null,
        gross: textOf(one.row, 'gross') ?? null,
      }),
    )
    const special = placed.filter(({ ids }) => ids['validFrom'] !== '')
    const isScale = ({ ids }: Placed) =>
      ids['validFrom'] === '' && (ids['customerGroupId'] !== '' || ids['channelId'] !== '')
    const scales = placed.filter(isScale)
    const base = placed.filter(one => !special.includes(one) && !scales.includes(one))
    if (base.length > 0) {
      const list = base.map(({ one, net, gross }) => ({
        id: one.id ?? '',
        ...(one.row.cells.has('net') ? { netPrice: net } : {}),
        ...(one.row.cells.has('gross') ? { grossPrice: gross } : {}),
      }))
      const done = await changeItems(tx, of.tenant, list)
      note(base, done.results)
      changed.push(done.changed)
    }
    if (scales.length > 0) {
      const list = scales.map(({ one, ids, net, gross }) => ({
        itemId: one.id ?? '',
        channelId: ids['channelId'] || null,
        customerGroupId: ids['customerGroupId'] || null,
        from: ids['from'] ?? firstQuantity,
        net,
        gross,
      }))
      const before = await this.snapshot(
        tx,
        of,
        scales.map(({ one }) => one),
      )
      const done = await setOneScale(tx, of.tenant, list)
      // The verb says what changed by item; of several rows of one item each says for itself.
      const own = done.results.map((result, index) => {
        const scale = scales[index]
        const was = scale && before.get(scale.one.key)
        const isSame = sameAmount(was?.get('net'), scale?.net) && sameAmount(was?.get('gross'), scale?.gross)
        return result.did === 'refused' ? result : { ...result, did: isSame ? 'unchanged' : 'changed' }
      })
      note(scales, own)
      changed.push(done.changed)
    }
    if (special.length > 0) {
      const list = special.map(({ one, ids, net, gross }) => {
        const to = textOf(one.row, 'validTo')
        return {
          itemId: one.id ?? '',
          channelId: ids['channelId'] || null,
          customerGroupId: ids['customerGroupId'] || null,
          net,
          gross,
          from: new Date(ids['validFrom'] ?? ''),
          to: to === undefined ? null : new Date(to),
        }
      })
      const done = await setSpecialPrices(tx, of.tenant, list, of.now)
      await markTimedPrices(tx, of.tenant, done.timed)
      note(special, done.results)
      changed.push(done.changed)
    }
    return { results, changed: changedTogether(...changed) }
  },
  async snapshot(tx, of, rows) {
    const ids = [...new Set(rows.flatMap(row => row.id ?? []))]
    const stored = await tx.query<{
      key: string
      net: string | null
      gross: string | null
      validTo: Date | null
    }>(
      `select concat_ws(' ', id, '', '', '', '0') as key, trim_scale(net_price)::text as net, trim_scale(gross_price)::text as gross, null::timestamptz as "validTo"
       from item where tenant_id = $1 and id = any($2::uuid[])
       union all
       select concat_ws(' ', item_id, customer_group_id, '', '', trim_scale(from_quantity)), trim_scale(net)::text, trim_scale(gross)::text, null
       from item_price where tenant_id = $1 and item_id = any($2::uuid[])
       union all
       select concat_ws(' ', item_id, coalesce(customer_group_id::text, ''), channel_id, '', trim_scale(from_quantity)),
         trim_scale(net)::text, trim_scale(gross)::text, null
       from channel_price where tenant_id = $1 and item_id = any($2::uuid[])
       union all
       select concat_ws(' ', item_id, coalesce(customer_group_id::text, ''), coalesce(channel_id::text, ''),
         to_char(valid_from at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), '0'), trim_scale(net)::text, trim_scale(gross)::text, valid_to
       from special_price where tenant_id = $1 and item_id = any($2::uuid[])`,
      [of.tenant, ids],
    )
    return new Map(
      stored.flatMap(({ key, net, gross, validTo }) => {
        const values = new Map<string, string>()
        if (net !== null) values.set('net', net)
        if (gross !== null) values.set('gross', gross)
        if (validTo !== null) values.set('validTo', validTo.toISOString())
        return net === null && gross === null ? [] : [[key, values] as const]
      }),
    )
  },
}

interface Placed {
  readonly at: number
  readonly one: ResolvedRow
  readonly ids: Readonly<Record<string, string>>
  readonly net: string | null
  readonly gross: string | null
}

function sameAmount(one: string | undefined, other: string | null | undefined): boolean {
  if (one === undefined || other === null || other === undefined)
    return one === undefined && (other ?? null) === null
  return exact(one).equals(exact(other))
}

function rowResult(result: {
  readonly did: string
  readonly code?: string
  readonly data?: Readonly<Record<string, string>>
}): RowResult {
  if (result.did === 'refused') return { did: 'refused', code: result.code ?? '', data: result.data ?? {} }
  return { did: result.did === 'changed' ? 'changed' : 'unchanged' }
}
