/** How fast the shop is alone: a caller that does nothing with what it gets. No connector can be faster than that. */
import { fillShop } from './orderKinds.ts'
import type { Shop } from './shop.ts'
import { call, opened, send } from './testClient.ts'

/** What went over the wire for some objects, and how long it took. */
export interface Ceiling {
  readonly objects: number
  readonly perSecond: number
  readonly requests: number
  /** Both ways, without headers. */
  readonly bytes: number
}

/** Fetches and acknowledges all orders of a shop that was just filled. */
export async function pullCeiling(shop: Shop, orders: number): Promise<Ceiling> {
  fillShop(shop, { orders, items: 100, lines: 3 })
  return measure(shop, async () => {
    let objects = 0
    for (;;) {
      const answer = await call(shop, 'GetBestellungen_xml')
      if (answer.text === '0') return objects
      const ids = [
        ...opened(answer)
          .toString('latin1')
          .matchAll(/<tbestellung kBestellung="(\d+)"/g),
      ]
      const acks = ids.map(([, id]) => `<kBestellung>${id}</kBestellung>`)
      await send(shop, 'Bestellungen_xml', {
        'ack_bestellung.xml': `<ack_bestellungen>${acks.join('')}</ack_bestellungen>`,
      })
      objects += ids.length
    }
  })
}

/** Sends stock and price of so many items, 100 in a call. */
export async function quickSyncCeiling(shop: Shop, items: number): Promise<Ceiling> {
  fillShop(shop, { items })
  return measure(shop, async () => {
    for (let from = 1; from <= items; from += 100) {
      const records = Array.from({ length: Math.min(100, items - from + 1) }, (_, n) =>
        record(String(from + n)),
      )
      await send(shop, 'QuickSync_xml', { 'quicksync.xml': `<quicksync>${records.join('')}</quicksync>` })
    }
    return items
  })
}

function record(key: string): string {
  return `<tartikel kArtikel="${key}"><fLagerbestand>7</fLagerbestand><fStandardpreisNetto>8.4</fStandardpreisNetto>
<tpreis kPreis="${key}" kArtikel="${key}" kKundenGruppe="1" kKunde="0"><tpreisdetail kPreis="${key}"><nAnzahlAb>0</nAnzahlAb><fNettoPreis>8.4</fNettoPreis></tpreisdetail></tpreis></tartikel>`
}

async function measure({ log }: Shop, act: () => Promise<number>): Promise<Ceiling> {
  const before = { ...log.counts }
  const begun = performance.now()
  const objects = await act()
  const seconds = (performance.now() - begun) / 1000
  return {
    objects,
    perSecond: objects / seconds,
    requests: log.counts.calls - before.calls,
    bytes: log.counts.bytesIn + log.counts.bytesOut - before.bytesIn - before.bytesOut,
  }
}
