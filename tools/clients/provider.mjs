// A hospital's OpenID provider that others wrote (npm: oidc-provider), for one test: it takes any name and password, and says of
// everybody that he is a doctor. node provider.mjs PORT NODE; it says "ready" when it is.

import { Provider } from "oidc-provider";

const [port, node] = process.argv.slice(2);

const provider = new Provider(`http://localhost:${port}`, {
  clients: [
    {
      client_id: "healthsphere",
      client_secret: "a secret of the test",
      redirect_uris: [`${node}/login/provider/back`],
      post_logout_redirect_uris: [`${node}/`],
      backchannel_logout_uri: `${node}/logout/provider`,
      backchannel_logout_session_required: true,
      response_types: ["code"],
      grant_types: ["authorization_code"],
    },
  ],
  claims: { openid: ["sub", "auth_time", "acr"], profile: ["name", "roles"] },
  conformIdTokenClaims: false,
  features: { devInteractions: { enabled: true }, backchannelLogout: { enabled: true } },
  pkce: { required: () => true },
  findAccount: (_context, id) => ({
    accountId: id,
    claims: () => ({ sub: id, name: `Dr ${id}`, roles: ["doctor"] }),
  }),
  cookies: { keys: ["of the test"] },
  // The test's node is on the loopback, which this provider would not call, and on a machine that may be slow.
  fetch: (url, { dispatcher: _guard, signal: _soon, ...options }) => globalThis.fetch(url, options),
});

provider.listen(Number(port), "localhost", () => console.log("ready"));
