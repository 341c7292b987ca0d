package dev.hob.web.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.keys.DidKey;
import dev.hob.keys.SshPublicKey;
import dev.hob.node.Node;
import dev.hob.node.issue.PatchState;
import dev.hob.node.refs.RefView;
import dev.hob.node.repo.Identities;
import dev.hob.node.repo.IdentityDocument;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.StorageException;
import dev.hob.web.html.Stop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;

/// Repositories, whoever has a copy of them, and nodes. Shared between threads.
final class Repositories {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int WORDS_MAX = 256;
    private static final int INVENTORY_MAX = 10_000;
    private static final int REFS_MAX = 100_000;
    private static final String PROJECT = "xyz.radicle.project";

    private final Node node;

    Repositories(Node node) {
        this.node = node;
    }

    /// Everything that is public here. Nothing is pinned, so that whoever asks for what is sees what changed last.
    JsonNode list(Asked asked) {
        boolean all = "all".equals(asked.context().queryParam("show"));
        boolean lively = !all || "activity".equals(asked.context().queryParam("sort"));
        int each = asked.each();
        return infos(asked, node.repos().publicProjects("", Optional.empty(), lively, asked.from(each), each));
    }

    JsonNode ofDelegate(Asked asked) {
        int each = asked.each();
        var key = Optional.of(asked.key("did"));
        return infos(asked, node.repos().publicProjects("", key, false, asked.from(each), each));
    }

    private ArrayNode infos(Asked asked, List<Repo> repos) {
        var infos = Shapes.array();
        for (var repo : repos) infos.add(info(asked.shapes(), repo));
        return infos;
    }

    JsonNode info(Asked asked) {
        return info(asked.shapes(), asked.repo());
    }

    private ObjectNode info(Shapes shapes, Repo repo) {
        var document = identity(repo).document();
        var view = node.refs().view(repo);
        var info = Shapes.object();
        var payloads = info.putObject("payloads");
        for (var payload : payloads(document).entrySet()) {
            boolean project = payload.getKey().equals(PROJECT);
            if (project && view.headId().isEmpty()) continue;
            var shape = payloads.putObject(payload.getKey());
            shape.set("data", payload.getValue());
            if (project) shape.set("meta", meta(repo, view));
        }
        info.set("delegates", delegates(shapes, document));
        info.put("threshold", document.threshold());
        info.putObject("visibility").put("type", "public");
        info.put("rid", repo.rid().value()).put("seeding", 1);
        var tags = Shapes.object();
        view.below(Constants.R_TAGS)
                .forEach((name, id) -> tags.put(name.substring(Constants.R_TAGS.length()), id.name()));
        if (!tags.isEmpty()) info.set("canonicalTags", tags);
        return info;
    }

    private ObjectNode meta(Repo repo, RefView view) {
        var meta = Shapes.object().put("head", view.headId().orElseThrow().name());
        var issues = node.tracking().reading().counts(repo.rid(), false);
        meta.putObject("issues").put("open", issues.open()).put("closed", issues.closed());
        var counts = node.pulls().reading().counts(repo.rid());
        var patches = meta.putObject("patches");
        for (var state : List.of(PatchState.OPEN, PatchState.DRAFT, PatchState.ARCHIVED, PatchState.MERGED))
            patches.put(state.name().toLowerCase(Locale.ROOT), counts.getOrDefault(state, 0));
        return meta;
    }

    private static ArrayNode delegates(Shapes shapes, IdentityDocument document) {
        shapes.meet(document.delegates());
        var delegates = Shapes.array();
        document.delegates().forEach(key -> delegates.add(shapes.author(key)));
        return delegates;
    }

    private static Map<String, JsonNode> payloads(IdentityDocument document) {
        var payloads = new LinkedHashMap<String, JsonNode>();
        try {
            MAPPER.readTree(document.bytes())
                    .path("payload")
                    .properties()
                    .forEach(it -> payloads.put(it.getKey(), it.getValue()));
        } catch (IOException e) {
            throw new AssertionError("a document is JSON", e);
        }
        return payloads;
    }

    private Identities.InForce identity(Repo repo) {
        try (var git = node.storage().open(repo.rid())) {
            return node.tracking().means().cobs().identities().of(git, repo.rid());
        } catch (IOException e) {
            throw new StorageException("cannot read the identity of " + repo.rid(), e);
        }
    }

    /// Those whose names have some words.
    JsonNode search(Asked asked) {
        String typed = Optional.ofNullable(asked.context().queryParam("q")).orElse("");
        String words = typed.substring(0, Math.min(typed.length(), WORDS_MAX)).toLowerCase(Locale.ROOT);
        int each = asked.each();
        var found =
                new ArrayList<>(node.repos().publicProjects(words, Optional.empty(), false, asked.from(each), each));
        // What begins so comes first.
        found.sort((a, b) -> Boolean.compare(begins(b, words), begins(a, words)));
        var results = Shapes.array();
        for (var repo : found) {
            var document = identity(repo).document();
            var result = results.addObject().put("rid", repo.rid().value());
            var payloads = result.putObject("payloads");
            payloads(document).forEach(payloads::set);
            result.set("delegates", delegates(asked.shapes(), document));
            result.put("seeds", 1);
        }
        return results;
    }

    private static boolean begins(Repo repo, String words) {
        return repo.name().toLowerCase(Locale.ROOT).startsWith(words);
    }

    /// Somebody's branches and tags.
    private record Copy(TreeMap<String, String> heads, TreeMap<String, String> tags) {}

    private Map<DidKey, Copy> copies(Repo repo, Optional<DidKey> whose) {
        var copies = new TreeMap<DidKey, Copy>();
        String prefix = whose.map(Repos::namespace).orElse(Repos.NAMESPACES);
        var canonical = node.refs().view(repo).below(Constants.R_TAGS);
        try (var git = node.storage().open(repo.rid())) {
            int looked = 0;
            for (var ref : git.getRefDatabase().getRefsByPrefix(prefix)) {
                if (++looked > REFS_MAX) break;
                int end = ref.getName().indexOf('/', Repos.NAMESPACES.length());
                var key = DidKey.parse(ref.getName().substring(Repos.NAMESPACES.length(), end));
                var copy = copies.computeIfAbsent(key, _ -> new Copy(new TreeMap<>(), new TreeMap<>()));
                String name = ref.getName().substring(end + 1);
                if (ref.getObjectId() == null) continue;
                if (name.startsWith(Constants.R_HEADS))
                    copy.heads()
                            .put(
                                    name.substring(Constants.R_HEADS.length()),
                                    ref.getObjectId().name());
                else if (name.startsWith(Constants.R_TAGS) && !canonical.containsKey(name))
                    copy.tags()
                            .put(
                                    name.substring(Constants.R_TAGS.length()),
                                    ref.getObjectId().name());
            }
        } catch (IOException e) {
            throw new StorageException("cannot read the refs of " + repo.path(), e);
        }
        return copies;
    }

    JsonNode remotes(Asked asked) {
        var repo = asked.repo();
        var delegates = identity(repo).document().delegates();
        var copies = copies(repo, Optional.empty());
        asked.shapes().meet(copies.keySet());
        var remotes = Shapes.array();
        copies.forEach((key, copy) -> {
            var remote = remote(key, copy, delegates.contains(key));
            asked.shapes().alias(key).ifPresent(alias -> remote.put("alias", alias));
            remotes.add(remote);
        });
        return remotes;
    }

    JsonNode remote(Asked asked) {
        var repo = asked.repo();
        var key = asked.key("peer");
        var copy = Optional.ofNullable(copies(repo, Optional.of(key)).get(key)).orElseThrow(Stop::notFound);
        return remote(key, copy, identity(repo).document().delegates().contains(key));
    }

    private static ObjectNode remote(DidKey key, Copy copy, boolean delegate) {
        var remote = Shapes.object().put("id", key.nid());
        var heads = remote.putObject("heads");
        copy.heads().forEach(heads::put);
        var tags = remote.putObject("tags");
        copy.tags().forEach(tags::put);
        return remote.put("delegate", delegate);
    }

    /// This node.
    JsonNode node() {
        return Shapes.object()
                .put("id", nid().nid())
                .putNull("agent")
                .putNull("config")
                .put("state", "running");
    }

    DidKey nid() {
        return node.custody().nodeKey().publicKey();
    }

    JsonNode stats() {
        var stats = Shapes.object();
        stats.putObject("repos").put("total", node.repos().countPublicProjects());
        return stats;
    }

    /// Another node, or this one.
    JsonNode other(Asked asked) {
        var key = asked.key("nid");
        var line = SshPublicKey.of(key, "");
        var shape = Shapes.object()
                .put("alias", asked.shapes().alias(key).orElse(null))
                .put("did", key.did());
        shape.putObject("ssh").put("full", line.line().strip()).put("hash", line.fingerprint());
        return shape;
    }

    /// What this node has; of others nothing is known here.
    JsonNode inventory(Asked asked) {
        var rids = Shapes.array();
        if (asked.key("nid").equals(nid()))
            node.repos()
                    .publicProjects("", Optional.empty(), false, 0, INVENTORY_MAX)
                    .forEach(repo -> rids.add(repo.rid().value()));
        return rids;
    }

    JsonNode policies() {
        var policies = Shapes.array();
        for (var repo : node.repos().publicProjects("", Optional.empty(), false, 0, INVENTORY_MAX))
            policies.addObject().put("rid", repo.rid().value()).set("policy", allowed());
        return policies;
    }

    private static ObjectNode allowed() {
        return Shapes.object().put("policy", "allow").put("scope", "all");
    }

    JsonNode policy(Asked asked) {
        try {
            asked.repo();
            return allowed();
        } catch (Stop _) {
            return Shapes.object().put("policy", "block"); // What is not here is not kept, whatever it is.
        }
    }
}
