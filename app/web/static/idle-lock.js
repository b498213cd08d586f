// Where there is a lock: tells the server that somebody is here while they type or point, and leaves the page when nobody was for the chosen time.
import { root } from "./place.js";

const CHECK = 10_000; // milliseconds

if ("lock" in document.documentElement.dataset && location.pathname !== `${root}/unlock`) {
  let here = true;
  for (const sign of ["pointerdown", "pointermove", "keydown", "input", "wheel", "touchstart"]) {
    document.addEventListener(sign, () => (here = true), { passive: true });
  }
  setInterval(async () => {
    const address = here ? `${root}/lock/awake` : `${root}/lock/state`;
    here = false;
    try {
      const answer = await fetch(address, { method: "POST" });
      if ((await answer.text()) === "locked") location.replace(`${root}/unlock`);
    } catch {
      // the server is away: nothing new can be seen, what is shown stays
    }
  }, CHECK);
}
