// The theme changes at once; the cookie makes the next page's first paint right.
export function watchTheme() {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-theme-switch]")) return;
    event.preventDefault();
    const { value } = event.submitter;
    const root = document.documentElement;
    if (value === "system") delete root.dataset.theme;
    else root.dataset.theme = value;
    document.querySelector('meta[name="color-scheme"]').content = value === "system" ? "light dark" : value;
    for (const one of form.querySelectorAll(".segment")) one.ariaPressed = String(one.value === value);
    const body = new URLSearchParams(new FormData(form));
    body.set("theme", value);
    await fetch(form.action, { method: "POST", body, redirect: "manual" });
  });
}
