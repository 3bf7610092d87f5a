// Light, dark, or as the system has it.
const system = matchMedia("(prefers-color-scheme: dark)");
const kept = localStorage.getItem("theme");

export const theme = $state({ dark: kept ? kept === "dark" : system.matches });

export function applyTheme() {
  document.documentElement.dataset.theme = theme.dark ? "dark" : "light";
}

system.addEventListener("change", (e) => {
  if (!localStorage.getItem("theme")) theme.dark = e.matches;
  applyTheme();
});

export function toggleTheme() {
  theme.dark = !theme.dark;
  if (theme.dark === system.matches) localStorage.removeItem("theme");
  else localStorage.setItem("theme", theme.dark ? "dark" : "light");
  applyTheme();
}

applyTheme();
