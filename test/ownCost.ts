// Loaded by test/costs.ts before a test file: says in the file that stands behind its address what this process has cost.
import { writeFileSync } from 'node:fs'

const file = new URL(import.meta.url).searchParams.get('file')
process.on('exit', () => {
  const { user, system } = process.cpuUsage()
  if (file !== null) writeFileSync(file, String((user + system) / 1000))
})
