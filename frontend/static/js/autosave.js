// A draft saves itself a moment after the last change. Without this script the button saves it.
const PAUSE = 1500;

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const note = form.querySelector("[data-autosave-note]");
  let timer = 0, running = false, again = false;

  const save = async () => {
    if (running) { again = true; return; }
    running = true;
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, credentials: "same-origin",
      });
      const said = await answer.json();
      if (said.version) form.elements.version.value = said.version;
      note.textContent = said.text;
    } catch {
      note.textContent = "Noch nicht gespeichert. Ihre Eingaben bleiben in diesem Fenster.";
    }
    running = false;
    if (again) { again = false; save(); }
  };

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => { clearTimeout(timer); again = false; });
}
