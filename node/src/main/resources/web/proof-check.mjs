
// What the patient's page does with it: fetches each proof that it offers as a download, and says whether it holds.

async function check(place) {
  const { logProof, keys, holds, fails, later } = place.dataset;
  const say = (kind, words, found = "") => {
    place.classList.add(kind);
    const sentence = document.createElement("span");
    sentence.lang = "en";
    sentence.textContent = found;
    place.querySelector("p").replaceChildren(`${words} `, sentence);
    place.hidden = false;
  };
  const answer = await fetch(logProof, { credentials: "same-origin", headers: { "HX-Request": "true" } });
  if (!answer.ok) {
    say("warn", later);
    return;
  }
  const found = await verifyProof(await answer.text(), JSON.parse(keys));
  say(found.holds ? "good" : "bad", found.holds ? holds : fails, found.sentence);
}

if (globalThis.document) {
  for (const place of document.querySelectorAll("[data-log-proof]")) {
    check(place).catch(() => {
      place.hidden = true;
    });
  }
}
