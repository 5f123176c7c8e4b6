import type { BenchServer } from '../support/benchServer.ts'

/** A quantity that came to a shop: when the sale behind it was written down, and when the shop's answer was. */
export interface Told {
  readonly channel: string
  readonly item: string
  readonly ms: number
}

/**
 * Lets the database write down, by its own clock, when a quantity becomes due and when it is accepted: both rows are gone or
 * changed when anybody could look. The times of both statements, so that the commit of the sale is in it and nothing of ours is
 * left out.
 */
export async function watchStock(server: BenchServer): Promise<void> {
  await server.asOwner(async client => {
    await client.query(`
      create table bench_told (channel uuid, object uuid, what text, at timestamptz default clock_timestamp());
      create index on bench_told (object, channel);
      create function bench_due() returns trigger language plpgsql security definer as $$ begin
        insert into bench_told values (new.channel_id, new.object_id, 'due'); return null; end $$;
      create function bench_accepted() returns trigger language plpgsql security definer as $$ begin
        insert into bench_told values (new.channel_id, new.object_id, 'accepted'); return null; end $$;
      create trigger bench after insert or update of version on due for each row when (new.kind = 'stock')
        execute function bench_due();
      create trigger bench after update of stock_hash on channel_object for each row
        when (old.data_hash is not null and new.accepted_at is distinct from old.accepted_at)
        execute function bench_accepted();`)
  })
}

/** What was told of these items since they became due for the first time. */
export async function readTold(server: BenchServer, items: readonly string[]): Promise<Told[]> {
  return server.asOwner(async client => {
    const { rows } = await client.query<Told>(
      `select d.channel, d.object as item, extract(epoch from min(a.at) - d.at)::float8 * 1000 as ms
       from (select channel, object, min(at) as at from bench_told where what = 'due' and object = any($1::uuid[]) group by 1, 2) d
       join bench_told a on a.channel = d.channel and a.object = d.object and a.what = 'accepted' and a.at >= d.at
       group by d.channel, d.object, d.at`,
      [items],
    )
    return rows
  })
}

/** What is known of waiting times, in milliseconds; the histogram counts up to and including each limit. */
export function summaryOf(times: readonly number[]) {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => Math.round(sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN)
  const limits = [50, 100, 150, 200, 300, 400, 500, 750, 1000, 1500, 2000, 3000, 5000, 10_000]
  const histogram = limits.map((limit, index) => {
    const from = limits[index - 1] ?? 0
    return [limit, sorted.filter(ms => ms > from && ms <= limit).length] as const
  })
  const filled = histogram.filter(([, count]) => count > 0)
  return {
    count: sorted.length,
    p50: at(0.5),
    p95: at(0.95),
    max: at(1),
    histogram: Object.fromEntries(filled),
  }
}
