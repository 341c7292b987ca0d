// Measures in one run how much Hob and a server made with Fedify take from other servers, and how quickly they send.
import { execFileSync, spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
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
    warm: { type: "string", default: "4000" },
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
  --warm         how many others come before anything is measured (4000)
  --connections  how many send at once (16)
  --rounds       how often each is measured (3)
  --json         also write the figures to this file`);
  process.exit(values.help ? 0 : 2);
}
const people = Number(values.people);
const times = Number(values.times);
const warmers = Number(values.warm);
const connections = Number(values.connections);
const folder = mkdtempSync(join(tmpdir(), "hob-federation-"));
const say = (text) => console.error(text);
const pause = (millis) => new Promise((done) => setTimeout(done, millis));
const figures = {};

/** Seconds of processor time that a process has used, as Linux counts them in hundredths. */
function processorSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").pop().split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function add(what, server, seconds, processor, count) {
  const { name } = server;
  figures[what] ??= { hob: [], fedify: [] };
  figures[what][name].push({ second: count / seconds, coreSecond: count / processor });
  say(`${what}: ${name} ${Math.round(count / seconds)} a second, ${Math.round(count / processor)} a second of one core`);
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
        HOB_FEDERATION_INBOX_REQUESTS: "10000000",
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
    const inboxes = Array.from({ length: people + warmers }, (_, number) => crowd.actor(number));
    await fetch(`${this.url}/announce`, { method: "POST", body: JSON.stringify({ inboxes }) });
  }
}

/** Sends requests, and waits until all that was taken is done. */
async function deliver(server, requests, all) {
  const { statuses } = await send(requests, connections);
  if ((statuses[202] ?? 0) !== requests.length) throw new Error(`${server.name} answered ${JSON.stringify(statuses)}`);
  await until(() => server.done(all), "what was taken");
}

/** Waits until the answers to those who follow went out. */
async function answered(crowd) {
  await pause(2500);
  await until(async () => {
    const before = crowd.got;
    await pause(500);
    return crowd.got === before;
  }, "what is answered");
}

async function measured(what, server, count, act) {
  const [began, used] = [process.hrtime.bigint(), processorSeconds(server.child.pid)];
  await act();
  add(what, server, Number(process.hrtime.bigint() - began) / 1e9, processorSeconds(server.child.pid) - used, count);
}

async function round(server, crowd) {
  let serial = 0;
  let sent = 0;
  const signed = (type, from, count) =>
    Array.from({ length: count }, (_, it) =>
      crowd.signed(from + it, server.inbox, type, `${server.name}-${serial++}`, server.target));
  const taken = (requests) => deliver(server, requests, (sent += requests.length));
  // What is compiled while it runs must have run before: people who are in no figure like, like again, and follow.
  for (const type of ["Follow", "Like", "Like", "Like"]) await taken(signed(type, people, warmers));
  await answered(crowd);

  const firsts = signed("Like", 0, people);
  await measured("taken from people not known yet", server, people, () => taken(firsts));
  const more = Array.from({ length: times }, () => signed("Like", 0, people)).flat();
  await measured("taken from people who are known", server, more.length, () => taken(more));
  await taken(signed("Follow", 0, people));
  await answered(crowd);
  const before = crowd.got;
  await measured("sent, each signed for its own server", server, people + warmers, async () => {
    await server.tell(crowd);
    await until(() => crowd.got - before >= people + warmers, "what is sent");
  });
}

const median = (list, key) => list.map((it) => it[key]).sort((one, other) => one - other)[Math.floor(list.length / 2)];

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
  console.log("| what | Hob | Fedify | Hob ÷ Fedify | Hob, a core | Fedify, a core | Hob ÷ Fedify |");
  console.log("|---|--:|--:|--:|--:|--:|--:|");
  for (const [what, { hob, fedify }] of Object.entries(figures)) {
    const cells = ["second", "coreSecond"].flatMap((key) => {
      const [ours, theirs] = [median(hob, key), median(fedify, key)];
      return [Math.round(ours), Math.round(theirs), (ours / theirs).toFixed(1)];
    });
    console.log(`| ${[what, ...cells].join(" | ")} |`);
  }
  if (values.json) writeFileSync(values.json, JSON.stringify(figures, null, 1));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
