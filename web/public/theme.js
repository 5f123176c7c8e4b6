// Before anything is drawn: the theme that the person fixed, else that of the system, so that no page flashes.
;(() => {
  const fixed = localStorage.getItem('kontor-theme')
  const dark = matchMedia('(prefers-color-scheme: dark)').matches
  const theme = fixed === 'light' || fixed === 'dark' ? fixed : dark ? 'dark' : 'light'
  document.documentElement.setAttribute('data-mantine-color-scheme', theme)
  document.documentElement.lang = localStorage.getItem('kontor-language') === 'en' ? 'en' : 'de'
})()
