// Asks passkeys what the page wants to be signed (W3C Web Authentication), and puts their answers into its form.
//
// A form with data-passkey "create" or "get" has in data-options what is asked, one after the other; each press of the button asks once,
// since browsers want a person's hand before every question. When all are answered the form goes off.

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const listed = (list) => (list ?? []).map((entry) => ({ ...entry, id: bytes(entry.id) }));

async function made(asked) {
  const credential = await navigator.credentials.create({
    publicKey: {
      ...asked,
      challenge: bytes(asked.challenge),
      user: { ...asked.user, id: bytes(asked.user.id) },
      excludeCredentials: listed(asked.excludeCredentials),
    },
  });
  return {
    type: credential.type,
    id: credential.id,
    response: {
      attestationObject: text(credential.response.attestationObject),
      clientDataJSON: text(credential.response.clientDataJSON),
      transports: credential.response.getTransports?.() ?? [],
    },
    clientExtensionResults: {},
  };
}

async function signed(asked) {
  const credential = await navigator.credentials.get({
    publicKey: {
      ...asked,
      challenge: bytes(asked.challenge),
      allowCredentials: listed(asked.allowCredentials),
    },
  });
  const { authenticatorData, clientDataJSON, signature, userHandle } = credential.response;
  return {
    type: credential.type,
    id: credential.id,
    response: {
      authenticatorData: text(authenticatorData),
      clientDataJSON: text(clientDataJSON),
      signature: text(signature),
      userHandle: userHandle ? text(userHandle) : null,
    },
    clientExtensionResults: {},
  };
}

async function ask(form) {
  const questions = JSON.parse(form.dataset.options);
  const at = form.querySelectorAll("input[name=answer]").length;
  const asked = questions[at].publicKey;
  const answer = await (form.dataset.passkey === "create" ? made(asked) : signed(asked));
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "answer";
  field.value = JSON.stringify(answer);
  form.append(field);
  return at + 1 === questions.length;
}

function told(form, is) {
  const trouble = form.querySelector("[data-passkey-trouble]");
  if (trouble) {
    trouble.hidden = !is;
  }
}

if (globalThis.document) {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset.passkey) {
      return;
    }
    event.preventDefault();
    told(form, false);
    ask(form).then(
      (done) => {
        const again = form.querySelector("[data-passkey-again]");
        if (done) {
          form.submit();
        } else if (again) {
          again.hidden = false;
        }
      },
      () => told(form, true),
    );
  });
}
