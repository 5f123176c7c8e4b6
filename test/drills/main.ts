/** `npm run drill -- NAME …`: what cannot be part of the tests, because it needs more than comes with npm. */
const drills = { replication: () => import('./replication.ts') }
const name = process.argv[2] ?? ''
const drill = Object.entries(drills).find(([one]) => one === name)?.[1]
if (drill) {
  process.argv.splice(2, 1)
  await drill()
} else {
  console.error(`usage: npm run drill -- ${Object.keys(drills).join('|')}`)
  process.exitCode = 2
}
