import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { NamedTest } from '../contract/connectorPage.ts'
import { channelPages, withTables } from '../contract/connectorTables.ts'
import { projectFiles, projectFolder } from './projectFiles.ts'

const textOf = (path: string) => readFileSync(`${projectFolder}${path}`, 'utf8')

for (const channel of channelPages) {
  const { system, codes, habits } = channel

  test(`docs/channels/${system}.md lists the habits and the codes as they are`, () => {
    const page = textOf(`docs/channels/${system}.md`)
    assert.equal(page, withTables(page, channel), 'run: npm run quirks')
  })

  test(`every habit of ${system} names tests that exist`, () => {
    const titles = new Map<string, ReadonlySet<string>>()
    const missing = habits.flatMap(({ shown, copes }) =>
      [shown, copes].flatMap((one): NamedTest[] => {
        if (!one) return []
        const [file, title] = one
        const known = titles.get(file) ?? titlesIn(textOf(file))
        titles.set(file, known)
        return known.has(title) ? [] : [one]
      }),
    )
    assert.deepEqual(missing, [])
  })

  test(`every code that ${system} throws or answers is on its page`, async () => {
    const sources = [...(await projectFiles()).keys()].filter(
      path =>
        path.startsWith(`src/connectors/${system}/`) &&
        /^[^/]+(?<!\.test)\.ts$/.test(path.slice(`src/connectors/${system}/`.length)),
    )
    const thrown = sources.flatMap(path =>
      [...textOf(path).matchAll(/(?:Refused|Rejected)\(\s*'([A-Z_]+)'|code: '([A-Z_]+)'/g)].map(
        found => found[1] ?? found[2] ?? '',
      ),
    )
    assert.ok(thrown.length > 10)
    const listed: readonly string[] = codes
    assert.deepEqual(
      [...new Set(thrown)].filter(code => !listed.includes(code)),
      [],
    )
  })
}

/** Titles of tests as they stand in a file, with `…` where something is filled in. */
function titlesIn(text: string): ReadonlySet<string> {
  const calls = text.matchAll(
    /\b(?:test|it)\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`)/g,
  )
  return new Set(
    [...calls].map(([, single, double, filled]) =>
      (single ?? double ?? filled ?? '').replace(/\$\{[^}]*\}/g, '…').replaceAll("\\'", "'"),
    ),
  )
}
