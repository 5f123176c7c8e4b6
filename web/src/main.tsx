import '@mantine/core/styles.layer.css'
import './theme/tokens.css'
import './theme/base.css'
import './theme/mantine.css'
import './ui/dataTable.css'
import './ui/panel.css'
import './ui/toolbar.css'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { queryClient } from './api/queryClient.ts'
import { App } from './shell/App.tsx'
import { cssVariables, theme } from './theme/mantine.ts'
import { listenToKeys } from './ui/shortcuts.ts'
import { startWords } from './words/i18n.ts'

startWords()
listenToKeys()
const root = document.getElementById('app')
if (!root) throw new Error('index.html has no #app')
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <App />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
