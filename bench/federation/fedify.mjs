// What Hob is measured beside: the smallest server that Fedify makes, which verifies what it gets, keeps it in memory, and
// sends what it is told to over its own queue. Its inbox and its followers are those of one person.
import { Temporal } from "@js-temporal/polyfill";
globalThis.Temporal = Temporal;
const { Buffer } = await import("node:buffer");
const { createServer } = await import("node:http");
const federation = await import("@fedify/fedify/federation");
const { generateCryptoKeyPair } = await import("@fedify/fedify/sig");
const vocab = await import("@fedify/vocab");

const NAME = "bench";
const keys = [await generateCryptoKeyPair("RSASSA-PKCS1-v1_5"), await generateCryptoKeyPair("Ed25519")];
const kept = [];
const house = federation.createFederation({
  kv: new federation.MemoryKvStore(),
  queue: new federation.InProcessMessageQueue(),
  allowPrivateAddress: true,
  firstKnock: "draft-cavage-http-signatures-12",
});
house
  .setActorDispatcher("/users/{identifier}", async (ctx, identifier) => {
    const pairs = await ctx.getActorKeyPairs(identifier);
    return new vocab.Person({
      id: ctx.getActorUri(identifier),
      preferredUsername: NAME,
      inbox: ctx.getInboxUri(identifier),
      publicKey: pairs[0].cryptographicKey,
      assertionMethods: pairs.map((it) => it.multikey),
    });
  })
  .setKeyPairsDispatcher(async () => keys);
house
  .setInboxListeners("/users/{identifier}/inbox", "/inbox")
  .on(vocab.Activity, async (_ctx, activity) => {
    kept.push(activity.id.href);
  });

const server = createServer(async (incoming, outgoing) => {
  const chunks = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const url = new URL(incoming.url, `http://${incoming.headers.host}`);
  if (url.pathname === "/kept") {
    outgoing.writeHead(200).end(String(kept.length));
    return;
  }
  if (url.pathname === "/announce") {
    const ctx = house.createContext(new URL(`http://${incoming.headers.host}/`), undefined);
    const { inboxes } = JSON.parse(body.toString());
    const note = new vocab.Note({ id: new URL("/notes/1", url), attribution: ctx.getActorUri(NAME), content: "<p>Version 1</p>" });
    await ctx.sendActivity(
      { identifier: NAME },
      inboxes.map((it) => ({ id: new URL(it), inboxId: new URL(`${it}/inbox`) })),
      new vocab.Create({ id: new URL("/creates/1", url), actor: ctx.getActorUri(NAME), object: note, to: vocab.PUBLIC_COLLECTION }),
      { fanout: "skip" },
    );
    outgoing.writeHead(202).end();
    return;
  }
  const request = new Request(url, {
    method: incoming.method,
    headers: Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
    body: body.length ? body : undefined,
  });
  const response = await house.fetch(request, { contextData: undefined });
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
});
server.listen(0, "127.0.0.1", () => console.log(`peer: http://127.0.0.1:${server.address().port}/users/${NAME}`));
