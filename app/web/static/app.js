// Wakes up markup that already works without it: one small thing a file.
import "./chat-box.js";
import "./copy-line.js";
import "./hide-page.js";
import "./idle-lock.js";
import "./practise-line.js";
import "./quick-exit.js";
import "./reading-progress.js";
import "./swap-turn.js";
