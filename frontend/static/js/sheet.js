// A sheet's texts save themselves: after each save the tab's draft belongs to the version that is now stored.
document.addEventListener("htmx:after:swap", () => {
  for (const form of document.querySelectorAll("form[data-sheet-text]")) {
    const state = form.querySelector("[data-draft-key]");
    if (!state || state.dataset.draftKey === form.dataset.draft || state.hasAttribute("data-failed")) continue;
    sessionStorage.removeItem(`draft:${form.dataset.draft}`);
    form.dataset.draft = state.dataset.draftKey;
  }
});
