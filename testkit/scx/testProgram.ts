/** A program and its small host for one test, on a clock that only the test moves. */
import type { TestContext } from 'node:test'
import { type ProgramOptions, type ScxProgram, startScxProgram } from './startScxProgram.ts'
import { startTestHost, type TestHost } from './testHost.ts'

export interface Pair {
  readonly host: TestHost
  readonly program: ScxProgram
  advance(seconds: number): void
}

/** Starts both, with the seller `laden`; they are stopped when the test ends. */
export async function startPair(t: TestContext, options: Partial<ProgramOptions> = {}): Promise<Pair> {
  let time = Date.parse('2026-11-02T08:00:00Z')
  const now = () => new Date(time)
  const host = await startTestHost(now)
  const program = startScxProgram({ url: host.url, refreshToken: 'kt_secret', now, ...options })
  program.addSeller('laden')
  t.after(async () => {
    program.stop()
    await host.stop()
  })
  return {
    host,
    program,
    advance: seconds => {
      time += seconds * 1000
    },
  }
}

/** An offer as a host gives it out. */
export function offerEvent(offerId: number, quantity: string, more: Readonly<Record<string, unknown>> = {}) {
  return {
    sellerId: 'laden',
    offerId,
    sku: `SKU-${offerId}`,
    title: `Artikel ${offerId}`,
    quantity,
    taxPercent: '19',
    priceList: [{ id: 'B2C', quantityPriceList: [{ amount: '11.90', currency: 'EUR', quantity: '1.0' }] }],
    ...more,
  }
}

/** The JSON of a body. */
export function jsonOf(call: { readonly text: string } | undefined): Record<string, unknown> {
  return JSON.parse(call?.text ?? 'null') as Record<string, unknown>
}
