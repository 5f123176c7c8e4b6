#!/usr/bin/env node
// Starts a TypeScript file of this project under the Node that the project ships (26), whatever Node npm
// itself runs on. Old syntax on purpose: this file must parse on any Node from 20 on.
import { startChild } from './bundledNode.mjs'

const [file, ...args] = process.argv.slice(2)
if (!file) {
  console.error('usage: run.mjs FILE.ts [arguments]')
  process.exit(2)
}
startChild(file, args)
