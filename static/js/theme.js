/* Before anything is drawn: the theme that was chosen in Settings on this device, if one was. Loaded as a plain script. */
{
  let theme = null;
  try {
    theme = localStorage.getItem("theme");
  } catch {
    // Storage may be closed to us; then the system decides.
  }
  if (theme === "light" || theme === "dark") {
    document.documentElement.dataset.theme = theme;
  }
}
