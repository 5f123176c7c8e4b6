// Each switch of the simulated channel program, turned over: the SCX connector copes, and a mutant of it would fail.
import { test } from 'node:test'
import { quirkNames } from '../../testkit/scx/quirks.ts'
import { flips, tryFlip } from './scxFlips.ts'

for (const name of quirkNames) test(`${name} turned over: ${flips[name].as}`, () => tryFlip(name))
