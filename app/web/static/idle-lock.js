// Where there is a lock: tells the server that somebody is here while they type or point, and leaves the page when nobody was for the chosen time.
import { root } from "./place.js";

const CHECK = 10_000; // milliseconds

if ("lock" in document.documentElement.dataset && location.pathname !== `${root}/unlock`) {
  let here = true;
  for (const sign of ["pointerdown", "pointermove", "keydown", "input", "wheel", "touchstart"]) {
    document.addEventListener(sign, () => (here = true), { passive: true });
  }
  setInterval(async () => {
    const left = !here;
    const address = here ? `${root}/lock/awake` : `${root}/lock/state`;
    here = false;
    try {
      const answer = await fetch(address, { method: "POST" });
      if ((await answer.text()) === "locked") location.replace(`${root}/unlock`);
      else document.body.hidden = false;
    } catch {
      if (left) document.body.hidden = true; // the server is away, and nobody is here
    }
  }, CHECK);
}
