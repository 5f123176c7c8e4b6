import { type Connector, portVersion } from '../../src/port/connector.ts'

/** A system that has nothing to say and answers without a call: what a run costs here, the calls of a shop apart. */
export const silent: Connector = {
  portVersion,
  name: 'silent',
  title: 'Silent',
  settings: [{ key: 'shop', kind: 'text', label: { de: 'Shop', en: 'Shop' }, required: true }],
  limits: { concurrent: 1, timeoutMs: 60_000, answerBytes: 1e6 },
  stockMeans: 'absolute',
  again: 'none',
  check: async () => {
    throw new TypeError('nobody asks')
  },
  open: async () => ({}),
  scrub: (_kind, raw) => raw,
  pull: {
    kinds: [
      { kind: 'order', consumes: true, acked: 'records', overlapSeconds: 0, firstPage: 10, largestPage: 10 },
    ],
    fetch: async () => ({ body: new Uint8Array() }),
    read: () => ({ records: [], last: true }),
  },
  map: {},
}
