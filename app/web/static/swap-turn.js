// Corrections and answers to a question change one turn in place: the form's own answer holds the whole page, one turn of it is taken.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-swap]")) return;
  event.preventDefault();
  const turn = form.closest(".turn");
  const status = document.querySelector("[data-status]");
  const body = new FormData(form, event.submitter);
  try {
    const answer = await fetch(form.action, { method: "POST", body });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = answer.ok && page.getElementById(turn.id);
    if (!fresh) throw new Error("no such turn");
    turn.replaceWith(document.adoptNode(fresh));
    fresh.querySelector(".answer").focus({ preventScroll: true });
    status.textContent = "Changed.";
  } catch {
    status.textContent = "That did not work. Please try again.";
  }
});
