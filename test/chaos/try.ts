import { storm } from './storm.ts'
import { report } from './stormTally.ts'

const seed = Number(process.argv[2] ?? 1),
  kills = Number(process.argv[3] ?? 10)
const t = performance.now()
try {
  const tally = await storm({ seed, workers: 2, kills, mostMs: 240_000 }, console.log)
  for (const l of report(tally)) console.log(l)
} catch (e) {
  console.log(e)
  process.exitCode = 1
}
console.log(Math.round(performance.now() - t), 'ms')
process.exit()
