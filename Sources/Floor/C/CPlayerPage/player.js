// Redeems the link whose secret stands behind the # of this page's address, and shows what it is for. The secret leaves the
// address bar and the history before anything else happens.
"use strict";

const link = location.hash.slice(1);
history.replaceState(null, "", location.pathname);

const form = document.getElementById("sign-in");
const status = document.getElementById("status");
const content = document.getElementById("content");
const close = document.getElementById("close");

function say(text, isProblem) {
  status.textContent = text;
  status.classList.toggle("problem", Boolean(isProblem));
}

function element(name, text) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  return made;
}

function medium(name, source) {
  const made = element(name);
  made.src = source;
  if (name !== "img") made.controls = true;
  else made.alt = "An image that a contact left";
  made.addEventListener("error", () => say("It cannot be read any more: the time is over, or the right to it was taken back.", true));
  return made;
}

function transcript(text) {
  const list = element("dl");
  for (const item of JSON.parse(text).Transcript ?? []) {
    if (item.Content === undefined) continue;
    list.append(element("dt", `${item.DisplayName ?? item.ParticipantRole ?? ""} ${item.AbsoluteTime ?? ""}`), element("dd", item.Content));
  }
  return list;
}

async function shown(found) {
  const kind = found.contentType.split("/")[0];
  if (kind === "audio" || kind === "video") return medium(kind, found.contentPath);
  if (kind === "image" && found.contentType !== "image/svg+xml") return medium("img", found.contentPath);
  if (found.contentType !== "application/json" && found.contentType !== "text/plain") {
    const download = element("a", "Download it");
    download.href = found.contentPath;
    return download;
  }
  const answer = await fetch(found.contentPath);
  if (!answer.ok) throw new Error((await answer.json()).message);
  const text = await answer.text();
  return found.contentType === "application/json" ? transcript(text) : element("pre", text);
}

async function redeem() {
  const answer = await fetch("/player/session", {
    method: "POST", headers: { "content-type": "application/json" },
    body: JSON.stringify({ link, username: form.username.value, password: form.password.value }),
  });
  const found = await answer.json();
  form.password.value = "";
  if (!answer.ok) throw new Error(found.message);
  form.hidden = true;
  content.replaceChildren(await shown(found));
  content.hidden = false;
  close.hidden = false;
  close.onclick = async () => {
    content.replaceChildren();
    content.hidden = close.hidden = true;
    await fetch(found.sessionPath, { method: "DELETE" });
    say("It is closed.");
  };
  say(`You may open it until ${new Date(found.expiresAt).toLocaleTimeString()}. Each part that you open is on record.`);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  say("One moment.");
  try {
    await redeem();
  } catch (problem) {
    say(problem.message, true);
  }
});

if (link === "") {
  form.hidden = true;
  say("This address has no link in it: open the whole link that you were sent.", true);
}
