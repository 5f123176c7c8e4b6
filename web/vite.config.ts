import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** How the back office is built; `web/build.ts` says where to. `npx vite web` serves it for development, beside a server. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  logLevel: 'warn',
  build: {
    target: 'es2022',
    // A data: address would need a hole in the content security policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:4200' } },
})
