import type { Outgoing } from '../../port/outgoing.ts'
import { dayOf } from './payloads.ts'
import { element } from './xml.ts'

/**
 * The whole state of an order: what is left out is cleared in the shop. A day of shipping makes it shipped there; of one that is
 * shipped in part it is left out, and the delivery notes that were sent before make it so.
 */
export function statusXml({ state }: Outgoing<'order_status'>, timeZone: string, now: Date): string {
  const today = now.toISOString()
  const shipped = state.delivery === 'shipped' || state.delivery === 'completed'
  const paid = state.payment === 'paid' || state.payment === 'refunded'
  const parcel = state.packages.at(-1)
  return element(
    'tbestellung',
    { kBestellung: state.order.theirs },
    {
      cZahlungsartName: state.paymentMethod ?? '',
      cBezahlt: paid ? 'Y' : 'N',
      dBezahltDatum: paid ? dayOf(state.paidAt ?? today, timeZone) : '',
      dVersandt: shipped ? dayOf(state.shippedAt ?? today, timeZone) : '',
      cVersandInfo: '',
      cIdentCode: parcel?.tracking ?? '',
      cLogistik: parcel?.carrier ?? '',
      cLogistikURL: parcel?.url ?? '',
      nKomplettAusgeliefert: shipped ? '1' : state.delivery === 'partly_shipped' ? '0' : '',
      cSendeEMail: 'Y',
    },
  )
}

/** One delivery: its lines under the shop's positions, its parcels. Keys are attributes, which every kind of row takes. */
export function deliveryXml({ ref, state }: Outgoing<'delivery'>, timeZone: string): string {
  const kLieferschein = ref.no
  const dErstellt = wallTime(state.shippedAt, timeZone)
  return element(
    'tlieferschein',
    { kLieferschein, kInetBestellung: state.order.theirs },
    {
      cLieferscheinNr: String(ref.no),
      cHinweis: '',
      nFulfillment: 0,
      nStatus: 0,
      dErstellt,
      bEmailVerschickt: 0,
    },
    [
      ...state.lines
        .filter(({ theirLine }) => /^[1-9]\d*$/.test(theirLine))
        .map(line =>
          element(
            'tlieferscheinpos',
            { kLieferscheinPos: line.ref.no, kLieferschein, kBestellPos: line.theirLine, kWarenlager: 0 },
            { fAnzahl: line.quantity },
          ),
        ),
      ...state.packages.map(parcel =>
        element(
          'tversand',
          { kVersand: parcel.ref.no, kLieferschein },
          {
            cLogistik: parcel.carrier,
            cLogistikURL: parcel.url ?? '',
            cIdentCode: parcel.tracking,
            cHinweis: '',
            dErstellt,
          },
        ),
      ),
    ],
  )
}

// What the shop's clock on the wall shows then.
function wallTime(instant: string, timeZone: string): string {
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'medium' }).format(new Date(instant))
  return `${dayOf(instant, timeZone)} ${time}`
}
