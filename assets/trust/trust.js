// Tries the server over https until this device trusts it, and then says so.

const EVERY_MS = 2000;
const ANSWER_MAX_MS = 5000;

const check = document.querySelector("[data-check]").dataset.check;

async function isTrusted() {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), ANSWER_MAX_MS);
  try {
    const answer = await fetch(check, { cache: "no-store", signal: giveUp.signal });
    return answer.ok;
  } catch {
    // A certificate that is not trusted looks like a server that is not there.
    return false;
  } finally {
    clearTimeout(timer);
  }
}

while (!(await isTrusted())) {
  await new Promise((again) => setTimeout(again, EVERY_MS));
}
document.getElementById("steps").hidden = true;
const done = document.getElementById("done");
done.hidden = false;
done.focus();
