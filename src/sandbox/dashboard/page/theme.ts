// Runs before anything is drawn, so that the page does not flash in the other colours.
const chosenTheme = localStorage.getItem('theme');
if (chosenTheme === 'light' || chosenTheme === 'dark')
  document.documentElement.dataset['theme'] = chosenTheme;
