import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { projectFolder } from './projectFiles.ts'

const text = await readFile(`${projectFolder}web/src/theme/tokens.css`, 'utf8')
const [light = '', dark = ''] = text.split(':root[data-mantine-color-scheme="dark"]')
const themes = { light: tokensIn(light), dark: tokensIn(dark) }

const rows = ['surface', 'canvas', 'sunken', 'sel', 'hover']
const states = ['ok', 'warn', 'bad', 'info', 'pend', 'hold', 'mute']
/** What is read on what: AA wants 4.5. */
const texts: readonly (readonly [string, string])[] = [
  ...rows.flatMap(ground => ['text', 'text2', 'text3'].map(ink => [ink, ground] as const)),
  ...rows.flatMap(ground => states.map(state => [state, ground] as const)),
  ...states.flatMap(state => [[state, `${state}-soft`] as const, ['text', `${state}-soft`] as const]),
  ...['surface', 'canvas', 'sel', 'hover', 'raised', 'accent-soft'].map(
    ground => ['accent-text', ground] as const,
  ),
  ['text', 'raised'],
  ['text2', 'raised'],
  ['text', 'accent-soft'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['nav-text', 'nav'],
  ['nav-text', 'nav-active'],
  ['nav-muted', 'nav'],
  ['nav-muted', 'nav-active'],
]
/** Edges of fields, the focus ring, marks and charts: 3 is enough. */
const edges: readonly (readonly [string, string])[] = [
  ['line-strong', 'surface'],
  ['line-strong', 'canvas'],
  ...rows.map(ground => ['accent', ground] as const),
  ['nav-mark', 'nav'],
  ...['c1', 'c2', 'c3', 'c4'].map(colour => [colour, 'surface'] as const),
]

for (const [theme, tokens] of Object.entries(themes)) {
  test(`every text of the ${theme} theme can be read on its ground`, () => {
    assert.deepEqual(tooWeak(tokens, texts, 4.5), [])
  })

  test(`every edge, sign and chart of the ${theme} theme can be told from its ground`, () => {
    assert.deepEqual(tooWeak(tokens, edges, 3), [])
  })
}

test('both themes say the same tokens', () => {
  assert.ok(themes.light.size > 40)
  assert.deepEqual([...themes.dark.keys()].sort(), [...themes.light.keys()].sort())
})

test('contrast is computed as WCAG says', () => {
  assert.equal(contrast('#000000', '#ffffff'), 21)
  assert.equal(contrast('#ffffff', '#ffffff'), 1)
})

function tooWeak(
  tokens: ReadonlyMap<string, string>,
  pairs: readonly (readonly [string, string])[],
  needed: number,
): string[] {
  return pairs.flatMap(([ink, ground]) => {
    const [a, b] = [tokens.get(ink), tokens.get(ground)]
    if (!a || !b) return [`${ink} or ${ground} is no token`]
    const found = contrast(a, b)
    return found >= needed ? [] : [`${ink} on ${ground}: ${found.toFixed(2)}`]
  })
}

function tokensIn(css: string): ReadonlyMap<string, string> {
  const found = css.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)
  return new Map([...found].map(([, name = '', colour = '']) => [name, colour]))
}

function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (high + 0.05) / (low + 0.05)
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(at => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
