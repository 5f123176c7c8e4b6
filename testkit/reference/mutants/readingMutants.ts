import { call } from '../connector/api.ts'
import { type Mutant, mapping, parsed, pullOf, reading, withoutError } from './breaking.ts'

/** Connectors that read wrongly. */
export const readingMutants: readonly Mutant[] = [
  {
    name: 'drops the last page',
    topic: 'reading',
    noticedBy: /brings in every order exactly/,
    breaks: good => ({
      pull: reading(good, page => (page.last && page.records.length < 3 ? { ...page, records: [] } : page)),
    }),
  },
  {
    name: 'takes a full page for the last',
    shape: 'Woo',
    topic: 'reading',
    noticedBy: /brings in every order exactly/,
    breaks: good => ({ pull: reading(good, ({ records }) => ({ records, last: true })) }),
  },
  {
    name: 'walks page numbers while rows move',
    shape: 'Shopware',
    topic: 'reading',
    noticedBy: /loses nothing while orders are placed and changed/,
    breaks: good => ({
      pull: {
        ...pullOf(good),
        fetch: async (session, _kind, cursor, want) => {
          const page = cursor.resume ?? '1'
          const after = cursor.watermark ?? cursor.since?.toISOString() ?? ''
          const { body } = await call(
            session,
            'GET',
            `/records?limit=${want}&page=${page}&changedAfter=${after}`,
          )
          return { body, note: { page } }
        },
        read: (kind, answer, context) => {
          const { note, body } = answer
          const { pages } = JSON.parse(Buffer.from(body).toString())
          const page = pullOf(good).read(kind, { body, note: { place: '{"want":3}' } }, context)
          const number = Number(note?.['page'])
          const watermark = parsed(answer).records.at(-1)?.changedAt
          if (number < pages) return { records: page.records, last: false, resume: String(number + 1) }
          return { records: page.records, last: true, ...(watermark ? { watermark } : {}) }
        },
      },
    }),
  },
  {
    name: 'goes on as if nothing were there when the token has expired',
    shape: 'Amazon',
    topic: 'reading',
    noticedBy: /cannot go on where the system has forgotten/,
    breaks: good => ({ pull: withoutError(good, 'RESUME_REFUSED') }),
  },
  {
    name: 'ignores the date from which it is asked again',
    shape: 'Amazon',
    topic: 'reading',
    noticedBy: /asks from the date/,
    breaks: good => ({
      pull: {
        ...pullOf(good),
        fetch: (session, kind, { since: _since, ...cursor }, want) =>
          pullOf(good).fetch(session, kind, cursor, want),
      },
    }),
  },
  {
    name: 'leaves out records without id',
    topic: 'reading',
    noticedBy: /a record without id/,
    breaks: good => ({
      pull: reading(good, page => ({
        ...page,
        records: page.records.filter(record => record.externalId !== ''),
      })),
    }),
  },
  {
    name: 'empties what is not shown any more',
    topic: 'reading',
    noticedBy: /leaves out what the system does not show/,
    breaks: good => ({
      map: mapping(good, order => ({ ...order, billing: order.billing ?? { lastName: '' } })),
    }),
  },
  {
    name: 'maps prices through a double',
    topic: 'content',
    noticedBy: /keeps decimals/,
    breaks: good => ({
      map: mapping(good, order => ({
        ...order,
        lines: order.lines.map(line => ({ ...line, unitNet: String(Number(line.unitNet)) })),
      })),
    }),
  },
  {
    name: 'reads JSON as everybody does',
    topic: 'content',
    noticedBy: /keeps decimals/,
    breaks: good => ({
      pull: {
        ...pullOf(good),
        read: (kind, answer, context) =>
          pullOf(good).read(
            kind,
            {
              ...answer,
              body: Buffer.from(JSON.stringify(JSON.parse(Buffer.from(answer.body).toString()))),
            },
            context,
          ),
      },
    }),
  },
  {
    name: 'keeps a card number through scrub',
    topic: 'content',
    noticedBy: /no payment secret/,
    breaks: good => ({
      scrub: (kind, raw) => ({
        ...(good.scrub(kind, raw) as object),
        payment: (raw as { payment: unknown }).payment,
      }),
    }),
  },
]
