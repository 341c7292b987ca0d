// The rest of the fediverse: as many people as asked for on fifty addresses of loopback, all with one key, who sign what
// they send and count what they get.
import { createHash, createSign, generateKeyPairSync } from "node:crypto";
import { Agent, createServer, request } from "node:http";

const HOSTS = 50;
const AS = "https://www.w3.org/ns/activitystreams";
const SECURITY = "https://w3id.org/security/v1";
const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = publicKey.export({ type: "spki", format: "pem" });

export class Crowd {
  constructor() {
    this.got = 0;
    this.server = createServer((incoming, outgoing) => this.#answer(incoming, outgoing));
  }

  async open() {
    await new Promise((done) => this.server.listen(0, "0.0.0.0", done));
    this.port = this.server.address().port;
    return this;
  }

  close() {
    this.server.close();
    this.server.closeAllConnections();
  }

  actor(number) {
    return `http://127.0.1.${1 + (number % HOSTS)}:${this.port}/users/p${number}`;
  }

  #answer(incoming, outgoing) {
    incoming.resume();
    const here = `http://${incoming.headers.host}`;
    const path = incoming.url.match(/^\/users\/(p\d+)$/);
    if (incoming.method === "POST") {
      incoming.on("end", () => {
        this.got++;
        outgoing.writeHead(202).end();
      });
    } else if (path) {
      const id = `${here}/users/${path[1]}`;
      outgoing.writeHead(200, { "content-type": "application/activity+json" }).end(
        JSON.stringify({
          "@context": [AS, SECURITY],
          id,
          type: "Person",
          preferredUsername: path[1],
          inbox: `${id}/inbox`,
          publicKey: { id: `${id}#main-key`, owner: id, publicKeyPem: pem },
        }),
      );
    } else if (incoming.url.startsWith("/.well-known/webfinger")) {
      const resource = new URL(incoming.url, here).searchParams.get("resource");
      const name = resource.match(/^(?:acct:)?(p\d+)@/)?.[1] ?? resource.split("/").pop();
      outgoing.writeHead(200, { "content-type": "application/jrd+json" }).end(
        JSON.stringify({
          subject: `acct:${name}@${incoming.headers.host}`,
          links: [{ rel: "self", type: "application/activity+json", href: `${here}/users/${name}` }],
        }),
      );
    } else outgoing.writeHead(404).end();
  }

  /** A signed request, ready to be sent. */
  signed(number, inbox, type, serial, object) {
    const actor = this.actor(number);
    const body = Buffer.from(
      JSON.stringify({ "@context": AS, id: `${actor}/acts/${serial}`, type, actor, object, to: [`${AS}#Public`] }),
    );
    const url = new URL(inbox);
    const head = {
      host: url.host,
      date: new Date().toUTCString(),
      digest: `SHA-256=${createHash("sha256").update(body).digest("base64")}`,
      "content-type": "application/activity+json",
    };
    const names = ["(request-target)", ...Object.keys(head)];
    const text = names.map((it) => (it === "(request-target)" ? `${it}: post ${url.pathname}` : `${it}: ${head[it]}`)).join("\n");
    const signature = createSign("RSA-SHA256").update(text).sign(privateKey, "base64");
    head.signature = `keyId="${actor}#main-key",algorithm="rsa-sha256",headers="${names.join(" ")}",signature="${signature}"`;
    head["content-length"] = body.length;
    return { url, head, body };
  }
}

/** Sends requests over so many connections; gives the seconds it took, and how often each status came. */
export async function send(requests, connections) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const statuses = {};
  let next = 0;
  const began = process.hrtime.bigint();
  const worker = async () => {
    while (next < requests.length) {
      const { url, head, body } = requests[next++];
      const status = await new Promise((done, failed) => {
        const asked = request(url, { method: "POST", headers: head, agent }, (answer) => {
          answer.resume();
          answer.on("end", () => done(answer.statusCode));
        });
        asked.on("error", failed);
        asked.end(body);
      });
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  agent.destroy();
  return { seconds: Number(process.hrtime.bigint() - began) / 1e9, statuses };
}
