import type { Shape } from './connector/shape.ts'
import type { SystemOptions } from './system.ts'

/** The shapes in which the contract suite is run: together they have every answer of the systems that Kontor knows. */
export const shapes: readonly {
  readonly name: string
  readonly system: SystemOptions
  readonly connector: Partial<Shape>
}[] = [
  {
    name: 'acknowledged records, results per record, their keys (JTL-Connector)',
    system: { way: 'acked', outward: 'perRecord', keys: 'theirs', stock: 'absolute' },
    connector: { inward: 'acked', outward: 'perRecord', keys: 'theirs', stock: 'absolute', again: 'single' },
  },
  {
    name: 'acknowledged records, calls that are only received, our keys, stock less what was sold (dbeS)',
    system: { way: 'acked', outward: 'received', keys: 'ours', stock: 'subtractsUnfetched', largestPage: 4 },
    connector: {
      inward: 'acked',
      outward: 'received',
      keys: 'ours',
      stock: 'subtractsUnfetched',
      again: 'relink',
    },
  },
  {
    name: 'pages by time of change that shift, whole calls (Shopware 6)',
    system: { way: 'watermark', outward: 'wholeCall', keys: 'theirs' },
    connector: { inward: 'watermark', outward: 'wholeCall', keys: 'theirs' },
  },
  {
    name: 'pages by time of change, results per record (WooCommerce)',
    system: { way: 'watermark', outward: 'perRecord', keys: 'theirs', largestPage: 2 },
    connector: { inward: 'watermark', outward: 'perRecord', keys: 'theirs' },
  },
  {
    name: 'resume tokens that expire, tickets, our keys (Amazon)',
    system: { way: 'token', outward: 'tickets', keys: 'ours' },
    connector: { inward: 'token', outward: 'tickets', keys: 'ours', places: true },
  },
  {
    name: 'records that are forgotten when read, whole calls, our keys (files and queues)',
    system: { way: 'consuming', outward: 'wholeCall', keys: 'ours' },
    connector: { inward: 'consuming', outward: 'wholeCall', keys: 'ours' },
  },
  {
    name: 'pushed records, letters that are taken from a queue, our keys (SCX)',
    system: { way: 'pushed', outward: 'letters', keys: 'ours' },
    connector: { inward: 'pushed', outward: 'letters', keys: 'ours', places: true },
  },
]
