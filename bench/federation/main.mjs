// Measures in one run how much Hob and a server made with Fedify take from other servers, and how quickly they send.
import { execFileSync, spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, openSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { cpus, loadavg, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Crowd, send } from "./crowd.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const { values } = parseArgs({
  options: {
    hob: { type: "string" },
    fedify: { type: "string" },
    people: { type: "string", default: "1000" },
    times: { type: "string", default: "10" },
    connections: { type: "string", default: "16" },
    rounds: { type: "string", default: "3" },
    json: { type: "string" },
    help: { type: "boolean", default: false },
  },
});
if (values.help || !values.hob || !values.fedify) {
  console.log(`bench/federation.sh --hob DIR/bin/hob --fedify DIR
  --hob          bin/hob of an unpacked distribution
  --fedify       the folder that .ci/fedify prints
  --people       how many there are elsewhere (1000)
  --times        how often each says something once they are known (10)
  --connections  how many send at once (16)
  --rounds       how often each is measured (3)
  --json         also write the figures to this file`);
  process.exit(values.help ? 0 : 2);
}
const people = Number(values.people);
const times = Number(values.times);
const connections = Number(values.connections);
const folder = mkdtempSync(join(tmpdir(), "hob-federation-"));
const say = (text) => console.error(text);
const pause = (millis) => new Promise((done) => setTimeout(done, millis));
const figures = {};

function add(what, who, seconds, count) {
  figures[what] ??= { hob: [], fedify: [] };
  figures[what][who].push(count / seconds);
  say(`${what}: ${who} ${Math.round(count / seconds)} a second`);
}

async function freePort() {
  const probe = createServer();
  await new Promise((done) => probe.listen(0, "127.0.0.1", done));
  const { port } = probe.address();
  await new Promise((done) => probe.close(done));
  return port;
}

/** Starts a program and waits for a line that begins so. */
async function started(command, words, begin, log, environment) {
  const child = spawn(command, words, { stdio: ["ignore", "pipe", openSync(log, "a")], env: { ...process.env, ...environment } });
  for await (const line of createInterface({ input: child.stdout })) if (line.startsWith(begin)) return { child, line };
  throw new Error(`${command} does not start, see ${log}`);
}

async function ended(child) {
  const gone = new Promise((done) => child.once("exit", done));
  child.kill("SIGTERM");
  await gone;
}

async function until(holds, what) {
  const end = Date.now() + 300_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`${what} takes more than five minutes`);
    await pause(20);
  }
}

class Hob {
  name = "hob";

  async start(where) {
    const data = join(where, "data");
    mkdirSync(data, { recursive: true });
    const host = `127.0.0.1:${await freePort()}`;
    this.url = `http://${host}`;
    const { child } = await started(
      values.hob,
      ["serve", "--data", data, "--http", host, "--url", this.url, "--p2p", "off"],
      "hob: ready",
      join(where, "hob.log"),
      {
        HOB_FEDERATION_ALLOW_HTTP: "true",
        HOB_FEDERATION_ALLOW_PRIVATE: "127.0.0.0/8",
        HOB_FEDERATION_INBOX_REQUESTS: "100000000",
      },
    );
    this.child = child;
    const hob = (...words) => execFileSync(values.hob, [...words, "--data", data], { encoding: "utf8", input: "benchbench\n" }).trim();
    hob("user", "create", "bench", "--email", "bench@localhost", "--password-stdin");
    this.token = hob("token", "create", "bench", "--scopes", "all");
    await this.api("POST", "/user/repos", { name: "tea", auto_init: true, private: false });
    const actor = await (await fetch(`${this.url}/bench/tea`, { headers: { accept: "application/activity+json" } })).json();
    this.target = actor.id;
    this.inbox = `${this.url}/inbox`;
    return this;
  }

  async api(method, path, body) {
    const answer = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: { authorization: `token ${this.token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  }

  /** Whether nothing waits to be done any more. */
  async done() {
    const text = await (await fetch(`${this.url}/metrics`, { headers: { authorization: `token ${this.token}` } })).text();
    return /^hob_federation_inbox_waiting(?:\{\})? 0(?:\.0)?$/m.test(text);
  }

  /** Tells all followers something. */
  async tell() {
    await this.api("POST", "/repos/bench/tea/releases", { tag_name: `v${Date.now()}`, target_commitish: "main" });
  }
}

class Fedify {
  name = "fedify";

  async start(where) {
    mkdirSync(where, { recursive: true });
    symlinkSync(join(values.fedify, "node_modules"), join(where, "node_modules"));
    copyFileSync(join(HERE, "fedify.mjs"), join(where, "fedify.mjs"));
    const { child, line } = await started("node", [join(where, "fedify.mjs")], "peer: ", join(where, "fedify.log"), {});
    this.child = child;
    this.target = line.slice("peer: ".length);
    this.inbox = `${this.target}/inbox`;
    this.url = new URL(this.target).origin;
    return this;
  }

  async done(count) {
    return Number(await (await fetch(`${this.url}/kept`)).text()) >= count;
  }

  async tell(crowd) {
    const inboxes = Array.from({ length: people }, (_, number) => crowd.actor(number));
    await fetch(`${this.url}/announce`, { method: "POST", body: JSON.stringify({ inboxes }) });
  }
}

async function taken(server, requests, what, all) {
  const { seconds, statuses } = await send(requests, connections);
  if ((statuses[202] ?? 0) !== requests.length) throw new Error(`${server.name} answered ${JSON.stringify(statuses)}`);
  add(what, server.name, seconds, requests.length);
  await until(() => server.done(all), "what was taken");
}

async function round(server, crowd) {
  const cold = [];
  const warm = [];
  for (let number = 0; number < people; number++)
    cold.push(crowd.signed(number, server.inbox, "Follow", `${server.name}-follow-${number}`, server.target));
  for (let time = 0; time < times; time++)
    for (let number = 0; number < people; number++)
      warm.push(crowd.signed(number, server.inbox, "Like", `${server.name}-like-${time}-${number}`, server.target));
  await taken(server, cold, "taken from people not known yet", cold.length);
  await taken(server, warm, "taken from people who are known", cold.length + warm.length);
  await pause(3000); // Answers to those who follow go out.
  await until(async () => {
    const before = crowd.got;
    await pause(500);
    return crowd.got === before;
  }, "what is answered");
  const before = crowd.got;
  const began = process.hrtime.bigint();
  await server.tell(crowd);
  await until(() => crowd.got - before >= people, "what is sent");
  add("sent, each signed for its own server", server.name, Number(process.hrtime.bigint() - began) / 1e9, people);
}

const median = (list) => [...list].sort((one, other) => one - other)[Math.floor(list.length / 2)];

try {
  say(`load ${loadavg()[0].toFixed(2)}, ${cpus().length} cores, node ${process.version}`);
  for (let number = 0; number < Number(values.rounds); number++)
    for (const Kind of [Hob, Fedify]) {
      const crowd = await new Crowd().open();
      const server = await new Kind().start(join(folder, `${Kind.name}-${number}`));
      try {
        await round(server, crowd);
      } finally {
        await ended(server.child);
        crowd.close();
      }
    }
  console.log("| what, a second | Hob | Fedify | Hob ÷ Fedify |\n|---|--:|--:|--:|");
  for (const [what, { hob, fedify }] of Object.entries(figures)) {
    const [ours, theirs] = [median(hob), median(fedify)];
    console.log(`| ${what} | ${Math.round(ours)} | ${Math.round(theirs)} | ${(ours / theirs).toFixed(1)} |`);
  }
  if (values.json) writeFileSync(values.json, JSON.stringify(figures, null, 1));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
