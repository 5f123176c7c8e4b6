/** How a run begins and how it ends. */
import { raiseKey, type ShopState } from '../state.ts'
import type { TableName } from '../store/tableShapes.ts'
import { fullVersion, versionNumber } from '../version.ts'

const raised: Readonly<Record<string, TableName>> = {
  kKunde: 'tkunde',
  kBestellung: 'tbestellung',
  kLieferadresse: 'tlieferadresse',
  kZahlungseingang: 'tzahlungseingang',
}

/** mytest: the version, and no key twice where the database of the shop was set back. */
export function test(state: ShopState, fields: ReadonlyMap<string, string>): string {
  const least = state.habits.leastWawi
  if (Number(fields.get('wawiversion') ?? '0') < least)
    return `8\nIhr JTL-Shop Version ${fullVersion(state.version)} benötigt für die Datenübertragung mindestens JTL-Wawi Version ${least}.`
  for (const [field, table] of Object.entries(raised)) {
    const highest = Number(fields.get(field) ?? '0')
    if (Number.isSafeInteger(highest) && highest > 0) raiseKey(state, table, highest)
  }
  return `0;JTL4;${versionNumber(state.version)};`
}

/** lastjobs: everything that was only queued, and an empty folder for uploads. */
export function finish(state: ShopState): string {
  state.lastChange = state.clock()
  state.tmpEmptied++
  const { thersteller, tartikel, tkategorie } = state.tables.at
  const used = new Set(tartikel.all().map(item => item['kHersteller']))
  for (const { kHersteller = '' } of thersteller.all())
    thersteller.patch([kHersteller ?? ''], { nAktiv: used.has(kHersteller) ? '1' : '0' })
  const children = Map.groupBy(tkategorie.all(), row => row['kOberKategorie'] ?? '0')
  let place = 0
  const number = (parent: string, level: number) => {
    const sorted = [...(children.get(parent) ?? [])].sort((a, b) => Number(a['nSort']) - Number(b['nSort']))
    for (const { kKategorie = '' } of sorted) {
      const lft = String(++place)
      number(kKategorie ?? '', level + 1)
      tkategorie.patch([kKategorie ?? ''], { lft, rght: String(++place), nLevel: String(level) })
    }
  }
  number('0', 1)
  return '0'
}
