/** A mutant of the SCX connector, called by a program with one switch turned over. */

import { connector } from '../../src/connectors/scx/index.ts'
import type { ForeignAnswer, ForeignRequest, ReceiveRoute } from '../../src/port/receive.ts'
import type { ContractSubject, SimulatorSide } from '../../testkit/contract/subject.ts'

/** A connector that relies on what not every program does: by the calls that it turns away, or by what it answers. */
export interface CalledMutant {
  readonly name: string
  readonly refuses?: (request: ForeignRequest, text: string) => boolean
  readonly answer?: (answer: ForeignAnswer, request: ForeignRequest) => ForeignAnswer
}

/** The program with the connector as it is, or with a mutant of it. */
export function calledBy(program: SimulatorSide, mutant?: CalledMutant): ContractSubject {
  const { receive } = connector
  if (!mutant || !receive) return { ...program, connector, seed: 1 }
  const routes = receive.routes.map(route => mutated(route, mutant))
  return { ...program, seed: 1, connector: { ...connector, receive: { ...receive, routes } } }
}

function mutated(route: ReceiveRoute, { refuses, answer = kept => kept }: CalledMutant): ReceiveRoute {
  return {
    ...route,
    read: (request, known) => {
      if (refuses?.(request, Buffer.from(request.body).toString())) return { status: 404, body: '{}' }
      const read = route.read(request, known)
      return 'status' in read ? answer(read, request) : read
    },
    answer: (done, request) => answer(route.answer(done, request), request),
  }
}

const json = (request: ForeignRequest) => /json/.test(request.headers['content-type'] ?? '')

export const mutants = {
  formAlone: {
    name: 'takes a sign-in from a URL-encoded form alone',
    refuses: ({ headers }) => /^multipart/.test(headers['content-type'] ?? ''),
  },
  ownScope: {
    name: 'names a scope of its own',
    answer: (answer, { path }) =>
      path === '/v1/auth' ? { ...answer, body: String(answer.body).replace('"CHAN"', '"CHANNEL"') } : answer,
  },
  numbersAreNumbers: {
    name: 'takes whole numbers from numbers alone',
    refuses: (_, text) => /"offerId":\s*"/.test(text),
  },
  flagsAreFlags: {
    name: 'takes flags that are true or false alone',
    refuses: (_, text) => /"isAccepted":\s*"/.test(text),
  },
  wantsColons: {
    name: 'takes no time whose offset has no colon',
    refuses: (_, text) => /\dT\d\d:\d\d:\d\d[+-]\d{4}"/.test(text),
  },
  wantsMinutes: {
    name: 'takes no time whose offset is in hours alone',
    refuses: (_, text) => /\dT\d\d:\d\d:\d\d[+-]\d\d"/.test(text),
  },
  oneLine: {
    name: 'takes JSON of one line alone',
    refuses: (request, text) => json(request) && text.includes('\n'),
  },
  wantsNoNulls: {
    name: 'takes no field that is null',
    refuses: (_, text) => /":\s*null/.test(text),
  },
  quantitiesAreTexts: {
    name: 'takes quantities from texts alone',
    refuses: (_, text) => /"quantity":\s*\d/.test(text),
  },
  wantsBodies: {
    name: 'takes no empty body that is called JSON',
    refuses: (request, text) => json(request) && text === '',
  },
  oneName: {
    name: 'has no second name for the events',
    refuses: ({ path }) => path === '/v1/channel/events',
  },
  wantsNoQuery: {
    name: 'takes no parameter that it does not know',
    refuses: ({ path, query }) => /event/.test(path) && Object.keys(query).length > 0,
  },
  severalAtOnce: {
    name: 'takes several events in an acknowledgement, never one',
    refuses: ({ method, path }, text) => method === 'DELETE' && /event/.test(path) && !text.includes(','),
  },
  plainSuccess: {
    name: 'answers every success with 200',
    answer: answer => (answer.status === 201 || answer.status === 204 ? { ...answer, status: 200 } : answer),
  },
} satisfies Record<string, CalledMutant>
