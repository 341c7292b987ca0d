// A small server on Fedify: one person, mia, who follows, writes, likes, and remembers what she is sent. Driven over
// HTTP below /control, by whoever started it. It prints its address when it listens.
import { Temporal } from "@js-temporal/polyfill";
globalThis.Temporal = Temporal;
const { createServer } = await import("node:http");
const { Buffer } = await import("node:buffer");
const federation = await import("@fedify/fedify/federation");
const { exportJwk, generateCryptoKeyPair } = await import("@fedify/fedify/sig");
const vocab = await import("@fedify/vocab");

const knock = process.argv[2] ?? "rfc9421";
const NAME = "mia";
const received = [];
const followers = new Map();
const notes = new Map();
const keys = [await generateCryptoKeyPair("RSASSA-PKCS1-v1_5"), await generateCryptoKeyPair("Ed25519")];

const house = federation.createFederation({
  kv: new federation.MemoryKvStore(),
  allowPrivateAddress: true,
  manuallyStartQueue: false,
  firstKnock: knock,
  userAgent: "hob-test-peer",
});

house
  .setActorDispatcher("/users/{identifier}", async (ctx, identifier) => {
    if (identifier !== NAME) return null;
    const pairs = await ctx.getActorKeyPairs(identifier);
    return new vocab.Person({
      id: ctx.getActorUri(identifier),
      preferredUsername: NAME,
      name: "Mia",
      url: ctx.getActorUri(identifier),
      inbox: ctx.getInboxUri(identifier),
      endpoints: new vocab.Endpoints({ sharedInbox: ctx.getInboxUri() }),
      followers: ctx.getFollowersUri(identifier),
      publicKey: pairs[0].cryptographicKey,
      assertionMethods: pairs.map((it) => it.multikey),
    });
  })
  .setKeyPairsDispatcher(async (_ctx, identifier) => (identifier === NAME ? keys : []));
house.setFollowersDispatcher("/users/{identifier}/followers", async () => ({
  items: [...followers.values()],
}));
house.setObjectDispatcher(vocab.Note, "/notes/{id}", async (_ctx, { id }) => notes.get(id) ?? null);

const inbox = house.setInboxListeners("/users/{identifier}/inbox", "/inbox").setSharedKeyDispatcher(() => ({ identifier: NAME }));
inbox.on(vocab.Activity, async (ctx, activity) => {
  const json = await activity.toJsonLd();
  received.push(json);
  if (activity instanceof vocab.Follow) {
    const who = await activity.getActor(ctx);
    followers.set(who.id.href, { id: who.id, inboxId: who.inboxId });
    await ctx.sendActivity({ identifier: NAME }, who, new vocab.Accept({ actor: ctx.getActorUri(NAME), object: activity }));
  }
});
inbox.onError((_ctx, error) => {
  received.push({ error: String(error) });
});

let counted = 0;
/** @param {any} asked */
async function control(ctx, path, asked) {
  const me = ctx.getActorUri(NAME);
  const loader = await ctx.getDocumentLoader({ identifier: NAME });
  const look = (url) => ctx.lookupObject(url, { documentLoader: loader });
  const id = (kind) => new URL(`/${kind}/${++counted}`, ctx.url);
  const everybody = vocab.PUBLIC_COLLECTION;
  const send = async (to, activity) => {
    await ctx.sendActivity({ identifier: NAME }, await look(to), activity, { immediate: true });
    return { id: activity.id?.href };
  };
  switch (path) {
    case "received":
      return received;
    case "look": {
      const found = await look(asked.url);
      return found == null ? null : await found.toJsonLd();
    }
    case "follow":
      return send(asked.target, new vocab.Follow({ id: id("follows"), actor: me, object: new URL(asked.target), to: new URL(asked.target) }));
    case "unfollow":
      return send(
        asked.target,
        new vocab.Undo({
          id: id("undos"),
          actor: me,
          object: new vocab.Follow({ id: new URL(asked.follow), actor: me, object: new URL(asked.target) }),
        }),
      );
    case "note": {
      const which = String(++counted);
      const note = new vocab.Note({
        id: ctx.getObjectUri(vocab.Note, { id: which }),
        attribution: me,
        content: asked.content,
        replyTarget: asked.inReplyTo ? new URL(asked.inReplyTo) : null,
        to: everybody,
        cc: new URL(asked.target),
        tags: [new vocab.Mention({ href: new URL(asked.target), name: asked.mention })],
        published: Temporal.Now.instant(),
      });
      notes.set(which, note);
      await send(asked.target, new vocab.Create({ id: id("creates"), actor: me, object: note, to: everybody, cc: new URL(asked.target) }));
      return { id: note.id.href };
    }
    case "edit": {
      const which = asked.note.split("/").pop();
      const note = notes.get(which).clone({ content: asked.content, updated: Temporal.Now.instant() });
      notes.set(which, note);
      return send(asked.target, new vocab.Update({ id: id("updates"), actor: me, object: note, to: everybody, updated: Temporal.Now.instant() }));
    }
    case "delete": {
      notes.delete(asked.note.split("/").pop());
      return send(asked.target, new vocab.Delete({ id: id("deletes"), actor: me, object: new vocab.Tombstone({ id: new URL(asked.note) }), to: everybody }));
    }
    case "like":
      return send(asked.target, new vocab.Like({ id: id("likes"), actor: me, object: new URL(asked.object), to: new URL(asked.target) }));
    case "unlike":
      return send(
        asked.target,
        new vocab.Undo({ id: id("undos"), actor: me, object: new vocab.Like({ id: new URL(asked.like), actor: me, object: new URL(asked.object) }) }),
      );
    default:
      throw new Error("no such control: " + path);
  }
}

const server = createServer(async (incoming, outgoing) => {
  const chunks = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const url = new URL(incoming.url, `http://${incoming.headers.host}`);
  try {
    if (url.pathname.startsWith("/control/")) {
      const ctx = house.createContext(new URL(`http://${incoming.headers.host}/`), undefined);
      const said = await control(ctx, url.pathname.slice("/control/".length), body.length ? JSON.parse(body.toString()) : {});
      outgoing.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(said));
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
  } catch (error) {
    outgoing.writeHead(500, { "content-type": "text/plain" }).end(String(error.stack ?? error));
  }
});
server.listen(0, "127.0.0.1", () => console.log(`peer: http://127.0.0.1:${server.address().port}/users/${NAME}`));
