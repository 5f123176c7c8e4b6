#!/usr/bin/env node
import { fileURLToPath } from 'node:url'
import { startBundled } from './bundledNode.mjs'

await startBundled(fileURLToPath(new URL('../src/main.ts', import.meta.url)), process.argv.slice(2))
