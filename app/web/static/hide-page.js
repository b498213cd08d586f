// A tab that is not looked at shows nothing: no words in a task switcher's picture. Where there is a lock, coming back asks first whether it is still open.
import { root } from "./place.js";

const page = document.documentElement;

async function stillOpen() {
  if (!("lock" in page.dataset) || location.pathname === `${root}/unlock`) return true;
  try {
    const answer = await fetch(`${root}/lock/awake`, { method: "POST" });
    return (await answer.text()) === "open";
  } catch {
    return false;
  }
}

document.addEventListener("visibilitychange", async () => {
  if (document.visibilityState === "hidden") {
    page.classList.add("hidden-page");
    return;
  }
  if (await stillOpen()) page.classList.remove("hidden-page");
  else location.replace(`${root}/unlock`);
});
