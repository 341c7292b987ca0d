// What somebody with nothing but a GoToSocial account does with a repository: finds it, follows it, reads of an issue in
// the timeline, answers, changes that, gives it a star, takes it back, and opens an issue by a mention. Each step is
// looked at on both sides. Whatever does not come within a minute ends it.
import { parseArgs } from "node:util";
import { setTimeout as pause } from "node:timers/promises";

const { values } = parseArgs({
  options: {
    hob: { type: "string" },
    "hob-token": { type: "string" },
    repository: { type: "string" },
    gotosocial: { type: "string" },
    token: { type: "string" },
    email: { type: "string" },
    password: { type: "string" },
  },
});
for (const name of ["hob", "hob-token", "repository", "gotosocial"])
  if (!values[name]) {
    console.error(`--${name} is missing; see bench/gotosocial.sh`);
    process.exit(2);
  }

const OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob";
const WITHIN = 60_000;
const began = Date.now();
const [owner, name] = values.repository.split("/");
const host = new URL(values.hob).host;
const handle = `@${owner}.${name}@${host}`;

async function asked(url, init, what) {
  const answer = await fetch(url, init);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${what}: ${answer.status} ${text.slice(0, 500)}`);
  return text ? JSON.parse(text) : null;
}

/** Speaks with one API as one account. */
const speaker = (base, authorization) => (method, path, body) =>
  asked(
    base + path,
    {
      method,
      headers: { authorization, "content-type": "application/json" },
      // GoToSocial reads a body of every POST.
      body: method === "GET" ? undefined : JSON.stringify(body ?? {}),
    },
    `${method} ${path}`,
  );

/** A token for a password, as a client gets one that has no page to come back to. */
async function signedIn() {
  const at = values.gotosocial;
  const app = await asked(
    `${at}/api/v1/apps`,
    {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ client_name: "hob", redirect_uris: OUT_OF_BAND, scopes: "read write" }),
    },
    "making a client",
  );
  const query = new URLSearchParams({
    client_id: app.client_id,
    redirect_uri: OUT_OF_BAND,
    response_type: "code",
    scope: "read write",
  });
  const jar = new Map();
  const step = async (method, url, form) => {
    const answer = await fetch(new URL(url, at), {
      method,
      redirect: "manual",
      headers: {
        cookie: [...jar].map(([key, value]) => `${key}=${value}`).join("; "),
        ...(form && { "content-type": "application/x-www-form-urlencoded" }),
      },
      body: form && new URLSearchParams(form).toString(),
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [pair] = cookie.split(";");
      jar.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
    }
    return answer.headers.get("location");
  };
  const door = await step("GET", `/oauth/authorize?${query}`);
  const inside = await step("POST", door, { username: values.email, password: values.password });
  await step("GET", inside);
  const out = await step("POST", inside, {});
  const code = new URL(out, at).searchParams.get("code");
  if (!code) throw new Error("GoToSocial gave no code: is the password right, and the account confirmed?");
  const got = await asked(
    `${at}/oauth/token`,
    {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        client_id: app.client_id,
        client_secret: app.client_secret,
        redirect_uri: OUT_OF_BAND,
        grant_type: "authorization_code",
        code,
      }),
    },
    "getting a token",
  );
  return got.access_token;
}

const hob = speaker(`${values.hob}/api/v1`, `token ${values["hob-token"]}`);
const social = speaker(`${values.gotosocial}/api`, `Bearer ${values.token ?? (await signedIn())}`);

/** Asks until the answer is as wanted. */
async function until(what, ask, holds) {
  const end = Date.now() + WITHIN;
  for (;;) {
    const got = await ask();
    const found = holds(got);
    if (found) {
      console.log(`${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  ${what}`);
      return found;
    }
    if (Date.now() > end) throw new Error(`${what} does not come; the last answer: ${JSON.stringify(got).slice(0, 1000)}`);
    await pause(500);
  }
}

const self = await social("GET", "/v1/accounts/verify_credentials");
const me = self.username;
const found = await until(
  `the search finds ${handle}`,
  () => social("GET", `/v2/search?${new URLSearchParams({ q: handle, resolve: "true", type: "accounts" })}`),
  (it) => it.accounts[0],
);
// A run before this one may have ended in the middle.
await social("POST", `/v1/accounts/${found.id}/unfollow`);
await social("POST", `/v1/accounts/${found.id}/follow`);
await until(
  "it lets itself be followed",
  () => social("GET", `/v1/accounts/relationships?id=${found.id}`),
  ([it]) => it.following,
);

const stamp = Date.now().toString(36);
const title = `Tea is cold ${stamp}`;
const issue = await hob("POST", `/repos/${values.repository}/issues`, { title, body: "It **is**." });
const told = await until(
  "a new issue is in the timeline",
  () => social("GET", "/v1/timelines/home?limit=10"),
  (all) => all.map((it) => it.reblog ?? it).find((it) => it.content.includes(title) || it.spoiler_text.includes(title)),
);

const comments = `/repos/${values.repository}/issues/${issue.number}/comments`;
const mine = () => hob("GET", comments);
const reply = await social("POST", "/v1/statuses", {
  status: `${handle} Same here, ${stamp}.`,
  in_reply_to_id: told.id,
  visibility: "public",
});
await until("an answer is a comment", mine, (all) =>
  all.find((it) => it.body.includes(`Same here, ${stamp}`) && it.user.login.startsWith(`${me}@`)),
);
await social("PUT", `/v1/statuses/${reply.id}`, { status: `${handle} Not any more, ${stamp}.` });
await until("a change of it changes the comment", mine, (all) => all.find((it) => it.body.includes(`Not any more, ${stamp}`)));

const answer = await hob("POST", comments, { body: `I put the kettle on, ${stamp}.` });
const heard = await until(
  "an answer from here is in the thread there",
  () => social("GET", `/v1/statuses/${told.id}/context`),
  (it) => it.descendants.find((one) => one.content.includes(`I put the kettle on, ${stamp}`)),
);
await social("POST", `/v1/statuses/${heard.id}/favourite`);
await until(
  "a favourite is a reaction",
  () => hob("GET", `/repos/${values.repository}/issues/comments/${answer.id}/reactions`),
  (all) => all?.length > 0,
);
await social("POST", `/v1/statuses/${heard.id}/unfavourite`);
await until(
  "and is taken back",
  () => hob("GET", `/repos/${values.repository}/issues/comments/${answer.id}/reactions`),
  (all) => !all?.length,
);
await social("DELETE", `/v1/statuses/${reply.id}`);
await until("a deleted answer is taken back", mine, (all) => all.every((it) => !it.body.includes(`Not any more, ${stamp}`)));

await social("POST", "/v1/statuses", { status: `${handle} The spout drips, ${stamp}.`, visibility: "public" });
await until(
  "a mention opens an issue",
  () => hob("GET", `/repos/${values.repository}/issues?state=open&limit=10`),
  (all) => all.find((it) => `${it.title} ${it.body}`.includes(`The spout drips, ${stamp}`)),
);
await social("POST", `/v1/accounts/${found.id}/unfollow`);
console.log("All of it works.");
