/**
 * A simulator of the benchmark in a process of its own: `shop.ts SYSTEM`. Prints its address as a JSON line; obeys `place N`,
 * `forget`, and answers both by the milliseconds of processor that it has used; ends at `quit`.
 */
import { createInterface } from 'node:readline'
import { subjects } from './subjects.ts'

const [system = ''] = process.argv.slice(2)
const shop = await subjects[system]?.start()
if (!shop) throw new RangeError(`no simulator of ${system}`)
console.log(JSON.stringify({ url: shop.url }))
for await (const line of createInterface({ input: process.stdin })) {
  const [wish, count = '0'] = line.split(' ')
  if (wish === 'quit') break
  if (wish === 'place') shop.place(Number(count))
  if (wish === 'forget') shop.forget()
  const { user, system: kernel } = process.cpuUsage()
  console.log(JSON.stringify({ cpuMs: (user + kernel) / 1000 }))
}
await shop.stop()
