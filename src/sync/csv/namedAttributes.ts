import type { Tx } from '../../base/database.ts'
import {
  type AttributeAtChannel,
  attributesCalled,
  type ChannelAttribute,
  keyOf,
} from '../../channels/channelAttributes.ts'
import { fieldOf, inPlace } from './csvFields.ts'
import type { CsvColumn, CsvKind, PlacedColumn } from './csvSettings.ts'
import { csvProblem } from './problems.ts'

/**
 * The attributes of channels that columns name: `Kaufmarkt: Material`, the channel by name or id, the attribute by its id, else by its
 * name. None: nobody has it; several: it has to be named by its id.
 */
export async function attributesNamed(
  tx: Tx,
  tenant: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly ChannelAttribute[]>> {
  if (names.length === 0) return new Map()
  const channels = await listChannels(tx, tenant)
  // A channel may have a colon in its name: every channel with which it begins is looked at.
  const ways = new Map(
    names.map(name => [
      name,
      channels.flatMap(channel =>
        [channel.name, channel.id].flatMap(called =>
          name.startsWith(`${called}:`)
            ? [{ channelId: channel.id, word: name.slice(called.length + 1).trim() }]
            : [],
        ),
      ),
    ]),
  )
  const all = [...ways.values()].flat()
  const found = await attributesCalled(tx, tenant, {
    channelIds: [...new Set(all.map(one => one.channelId))],
    words: [...new Set(all.map(one => one.word))],
  })
  const byId = new Map(found.map(one => [keyOf(one), one]))
  const byName = Map.groupBy(
    found.flatMap(attribute => attribute.names.map(name => ({ attribute, name }))),
    ({ attribute, name }) => `${attribute.channelId} ${name}`,
  )
  return new Map(
    [...ways].map(([name, list]) => {
      const meant = list.flatMap(({ channelId, word }) => {
        const key = `${channelId} ${word}`
        return byId.get(key) ?? (byName.get(key) ?? []).map(one => one.attribute)
      })
      return [name, [...new Set(meant)]]
    }),
  )
}

/** How columns name these attributes, each so that nothing else is meant: by its name where that is enough, else by its id. */
export async function namesOfAttributes(
  tx: Tx,
  tenant: string,
  list: readonly AttributeAtChannel[],
): Promise<string[]> {
  if (list.length === 0) return []
  const channels = new Map((await listChannels(tx, tenant)).map(one => [one.id, one.name]))
  const known = await attributesCalled(tx, tenant, {
    channelIds: [...new Set(list.map(one => one.channelId))],
    words: [...new Set(list.map(one => one.theirs))],
  })
  const namesOf = new Map(known.map(one => [keyOf(one), one.names]))
  const ways = list.map(one => {
    const { channelId, theirs } = one
    const channel = channels.get(channelId) ?? channelId
    const names = (namesOf.get(keyOf(one)) ?? []).map(name => `${channel}: ${name}`)
    return { key: keyOf(one), names: [...names, `${channel}: ${theirs}`, `${channelId}: ${theirs}`] }
  })
  const meant = await attributesNamed(
    tx,
    tenant,
    ways.flatMap(one => one.names),
  )
  // A header is known by names that differ in more than capitals.
  const small = Map.groupBy(
    ways.flatMap(({ key, names }) => names.map(name => ({ key, name }))),
    one => one.name.toLowerCase(),
  )
  return ways.map(({ key, names }) => {
    const sure = names.filter(name => {
      const [first, ...more] = meant.get(name) ?? []
      return first !== undefined && more.length === 0 && keyOf(first) === key
    })
    const isAlone = (name: string) => small.get(name.toLowerCase())?.every(one => one.key === key)
    return sure.find(isAlone) ?? sure[0] ?? names.at(-1) ?? ''
  })
}

/**
 * Of a column about an attribute of a channel: which one, and what it takes, out of what `attributesNamed` found; of another one
 * nothing. Errors: CSV_FIELD_UNKNOWN, CSV_ATTRIBUTE_UNCLEAR.
 */
export function attributeOfColumn(
  kind: CsvKind,
  { column, field }: CsvColumn,
  found: ReadonlyMap<string, readonly ChannelAttribute[]>,
): Pick<PlacedColumn, 'theirs'> {
  const named = fieldOf(kind, field)
  if (named?.known.of !== 'marketAttribute') return {}
  const meant = found.get(named.about ?? '') ?? []
  const [first] = meant
  if (!first) throw csvProblem('CSV_FIELD_UNKNOWN', { column, field })
  if (meant.length > 1) {
    const ids = meant.slice(0, 10).map(one => one.theirs)
    const name = first.names.find(one => named.about?.endsWith(one)) ?? named.about ?? ''
    const channel = named.about?.slice(0, -name.length) || `${first.channelId}: `
    const example = inPlace(named.known.field, `${channel}${first.theirs}`)
    throw csvProblem('CSV_ATTRIBUTE_UNCLEAR', { column, ids: ids.join(', '), example })
  }
  const { names: _, ...theirs } = first
  return { theirs }
}

function listChannels(tx: Tx, tenant: string): Promise<{ id: string; name: string }[]> {
  return tx.query('select id, name from channel where tenant_id = $1 order by name, id', [tenant])
}
