// Each switch of the simulated Shopware 5, turned over: what a connector makes of it, and which mutant of it would fail.
import { test } from 'node:test'
import { quirkNames } from '../../testkit/shopware5/quirks.ts'
import { flips, tryFlip } from './shopware5Flips.ts'

for (const name of quirkNames) test(`${name} turned over: ${flips[name].as}`, () => tryFlip(name))
