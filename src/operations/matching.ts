import { z } from 'zod'
import { findCustomers } from '../customers/customerQueries.ts'
import { listDuplicates } from '../customers/duplicates.ts'
import { readMatchRule, setMatchRule } from '../customers/matchRule.ts'
import { matchReasonsIn } from '../customers/matchWords.ts'
import { forgetNotSame, rememberNotSame } from '../customers/notSame.ts'
import { customerProblem } from '../customers/problems.ts'
import { alikeCustomers, alikeShape, mostAlike } from './alikeCustomers.ts'
import { addressInput, customerArgument, customerInput } from './customerShapes.ts'
import { inTransaction, type Operation, operation } from './operation.ts'
import { pageInput } from './pageOf.ts'

const points = z.int().min(1).max(101)
const rule = z.object({ automaticFrom: points, askFrom: points })
const shownCustomer = z.object({ id: z.uuid(), number: z.string(), name: z.string() })

/** Who is one customer: the rule for it, customers who may be one, and who was said to be two. */
export const matchingOperations: readonly Operation[] = [
  operation({
    name: 'customer.duplicates',
    method: 'GET',
    path: '/customer-duplicates',
    command: 'customer duplicates',
    right: 'customers.read',
    summary: {
      en: 'Customers who may be one, newest first, with points and reasons; a page may be short while "next" leads on',
      de: 'Kunden, die derselbe sein können, Neueste zuerst, mit Punkten und Gründen; eine Seite kann kurz sein, „next“ führt weiter',
    },
    input: z.object({
      ...pageInput,
      from: points.optional().meta({
        description: 'So many points at least; else as many as a person is asked from.',
        'x-de': 'Mindestens so viele Punkte; sonst so viele, wie ab denen gefragt wird.',
      }),
    }),
    output: z.object({
      items: z
        .array(
          z.object({
            score: z.int(),
            because: z.array(z.object({ code: z.string(), points: z.int(), reason: z.string() })).readonly(),
            customers: z.tuple([shownCustomer, shownCustomer]).readonly(),
          }),
        )
        .readonly(),
      next: z.uuid().nullable(),
    }),
    run: (context, { after, limit, from }) =>
      inTransaction(context, async tx => {
        const { tenant, language } = context
        const least = from ?? (await readMatchRule(tx, tenant)).askFrom
        const { items, next } = await listDuplicates(tx, tenant, { after, limit, from: least })
        const inWords = items.map(({ reasons, ...item }) => ({
          ...item,
          because: matchReasonsIn(language, reasons),
        }))
        return { items: inWords, next }
      }),
  }),
  operation({
    name: 'customer.alike',
    method: 'POST',
    path: '/customers/alike',
    command: 'customer alike',
    right: 'customers.read',
    summary: {
      en: 'Customers who may be the one that is described, the likeliest first, before a new one is made',
      de: 'Kunden, die der beschriebene sein können, die wahrscheinlichsten zuerst, bevor ein neuer angelegt wird',
    },
    input: z.object({ ...addressInput, vatId: customerInput.vatId, birthday: customerInput.birthday }),
    output: z.object({ items: z.array(alikeShape) }),
    run: (context, address) =>
      inTransaction(context, async tx => {
        const [items = []] = await alikeCustomers(tx, context, [address])
        return { items: items.slice(0, mostAlike) }
      }),
  }),
  operation({
    name: 'customer.not-same',
    method: 'POST',
    path: '/customers/:customer/not-same',
    command: 'customer not-same <customer> <others…>',
    right: 'customers.write',
    summary: {
      en: 'Say that customers are not one, so that they are not shown as duplicates any more',
      de: 'Sagen, dass Kunden nicht derselbe sind; sie werden nicht mehr als Dubletten gezeigt',
    },
    input: z.object({
      customer: customerArgument,
      others: z.array(customerArgument).min(1).max(50).meta({
        description: 'Ids or numbers of the others.',
        'x-de': 'Kennungen oder Nummern der anderen.',
      }),
      undo: z.boolean().default(false).meta({
        description: 'Take it back: they may be one after all.',
        'x-de': 'Zurücknehmen: Sie können doch derselbe sein.',
      }),
    }),
    output: z.object({ customer: z.uuid(), others: z.array(z.uuid()) }),
    audit: (input, output) => ({
      objectKind: 'customer',
      objectId: output.customer,
      data: { others: output.others, undo: input.undo },
    }),
    run: (context, input) =>
      inTransaction(context, async tx => {
        const { tenant, actor, kontor } = context
        const asked = [input.customer, ...input.others]
        const found = await findCustomers(tx, tenant, asked)
        const ids = asked.map((one, index) => {
          const id = found[index]
          if (id === undefined) throw customerProblem('CUSTOMER_UNKNOWN', { customer: one })
          return id
        })
        const [customer = '', ...others] = ids
        const pairs = others.map(other => [customer, other] as const)
        if (input.undo) await forgetNotSame(tx, tenant, pairs)
        else await rememberNotSame(tx, tenant, pairs, { name: actor.name, now: kontor.now() })
        return { customer, others }
      }),
  }),
  operation({
    name: 'match-rule.show',
    method: 'GET',
    path: '/match-rule',
    command: 'match-rule show',
    right: 'customers.read',
    summary: {
      en: 'Show from how many points on an order is of a known customer, and from how many a person is asked',
      de: 'Zeigen, ab wie vielen Punkten eine Bestellung einem bekannten Kunden gehört und ab wie vielen gefragt wird',
    },
    input: z.object({}),
    output: rule,
    run: context => inTransaction(context, tx => readMatchRule(tx, context.tenant)),
  }),
  operation({
    name: 'match-rule.set',
    method: 'PUT',
    path: '/match-rule',
    command: 'match-rule set',
    right: 'customers.write',
    summary: {
      en: 'Set these limits, for orders from now on; 101 is never',
      de: 'Diese Grenzen festlegen, für Bestellungen von nun an; 101 heißt nie',
    },
    input: z.object({
      automaticFrom: points.optional().meta({
        description: 'From so many points on the order is of that customer without asking (80 at first).',
        'x-de': 'Ab so vielen Punkten gehört die Bestellung ohne Frage diesem Kunden (anfangs 80).',
      }),
      askFrom: points.optional().meta({
        description: 'From so many points on a person is asked (55 at first); below it is a new customer.',
        'x-de': 'Ab so vielen Punkten wird gefragt (anfangs 55); darunter ist es ein neuer Kunde.',
      }),
    }),
    output: rule,
    audit: (_, output) => ({ objectKind: 'match_rule', data: output }),
    run: (context, input) =>
      inTransaction(context, async tx => {
        const now = await readMatchRule(tx, context.tenant)
        const wanted = {
          automaticFrom: input.automaticFrom ?? now.automaticFrom,
          askFrom: input.askFrom ?? now.askFrom,
        }
        if (wanted.askFrom > wanted.automaticFrom) throw customerProblem('MATCH_RULE_INVALID', wanted)
        await setMatchRule(tx, context.tenant, wanted)
        return wanted
      }),
  }),
]
