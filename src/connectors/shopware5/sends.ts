import type { Sends } from '../../port/send.ts'
import { findCategories, sendCategories } from './categorySends.ts'
import { findItems } from './find.ts'
import { findImages, removeImages, sendImages } from './imageSends.ts'
import { readItems, readPrices } from './itemRead.ts'
import { removeItems } from './itemRemoves.ts'
import { sendItems } from './itemSends.ts'
import { findManufacturers, sendManufacturers } from './manufacturerSends.ts'
import { orderSends } from './orderSends.ts'
import { findCharacteristics, removeCharacteristics, sendCharacteristics } from './propertySends.ts'
import type { Session } from './session.ts'
import { sendPrices, sendStock } from './stockSends.ts'
import { removeEach } from './written.ts'

// What the shop makes bears its own key; what we call it by (a number, a name and a parent, a file) finds it again.
const made = { repeat: 'readBack', findsByName: true, atomic: false, linkedBy: 'connection' } as const
const set = { repeat: 'safe', atomic: false, linkedBy: 'connection' } as const

/** What is shown is looked at before it is sent over, an article after the other: quantities shall not wait for more of them. */
const reading = 50

/** How each kind of the catalogue is sent. */
export const catalogueSends = {
  category: {
    ...made,
    batch: 25,
    send: sendCategories,
    find: findCategories,
    remove: (session, list) => removeEach(session, 'categories', list),
  },
  manufacturer: {
    ...made,
    batch: 25,
    send: sendManufacturers,
    find: findManufacturers,
    remove: (session, list) => removeEach(session, 'manufacturers', list),
  },
  characteristic: {
    ...made,
    batch: 50,
    send: sendCharacteristics,
    find: findCharacteristics,
    remove: removeCharacteristics,
  },
  item: {
    ...made,
    parents: true,
    namesChildren: true,
    carries: ['cross_selling'],
    batch: reading,
    send: sendItems,
    find: findItems,
    read: readItems,
    remove: removeItems,
  },
  price: { ...set, batch: reading, send: sendPrices, read: readPrices },
  stock: { ...set, batch: 100, send: sendStock },
  image: { ...made, batch: 25, send: sendImages, find: findImages, remove: removeImages },
} as const satisfies Sends<Session>

/** How everything is sent that a shop is told. */
export const sends: Sends<Session> = { ...catalogueSends, ...orderSends }
