package dev.hob.node.repo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.keys.DidKey;
import dev.hob.node.cob.CanonicalJson;
import dev.hob.node.log.RepoId;
import dev.hob.node.log.RepositoryId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;

/// A repository's identity: who its delegates are, how many of them must agree, who may see it, and what it is
/// called. The object id of the first document is the repository's id (RID). Immutable, and valid by construction.
public final class IdentityDocument {
    private static final String PROJECT = "xyz.radicle.project";
    private static final String CREFS = "xyz.radicle.crefs";
    private static final String FORGE = "dev.hob.forge";
    /// Marks a rule for refs that follows from the project's protection.
    private static final String OURS = "dev.hob.protection";

    private static final int DELEGATES_MAX = 255;
    private static final int TEXT_BYTES_MAX = 255;
    private static final int DOCUMENT_BYTES_MAX = 1024 * 1024;
    private static final Pattern TYPE = Pattern.compile(
            "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}._-]+");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final ObjectNode json;
    private final List<DidKey> delegates;
    private final int threshold;
    private final boolean isPrivate;
    private final List<DidKey> allowed;

    private IdentityDocument(ObjectNode json) {
        var version = json.path("version");
        require(version.isMissingNode() || (version.isInt() && version.intValue() == 1), "a known version");
        this.delegates = keys(json.path("delegates"));
        require(!delegates.isEmpty() && delegates.size() <= DELEGATES_MAX, "1 to 255 delegates");
        this.threshold = json.path("threshold").isInt() ? json.path("threshold").intValue() : -1;
        require(threshold >= 1 && threshold <= delegates.size(), "a threshold between 1 and the number of delegates");
        require(json.path("payload").isObject(), "a payload");
        json.path("payload").fieldNames().forEachRemaining(IdentityDocument::requireType);
        var visibility = json.path("visibility");
        String kind = visibility.path("type").asText("public");
        require(kind.equals("public") || kind.equals("private"), "a known visibility");
        this.isPrivate = kind.equals("private");
        this.allowed = keys(visibility.path("allow"));
        var project = json.path("payload").path(PROJECT);
        if (!project.isMissingNode()) {
            String name = project.path("name").asText();
            require(
                    NAME.matcher(name).matches() && bytes(name) <= TEXT_BYTES_MAX,
                    "a project name of letters, digits and -_.");
            require(
                    bytes(project.path("description").asText()) <= TEXT_BYTES_MAX,
                    "a description of at most 255 bytes");
            String branch = project.path("defaultBranch").asText();
            require(!branch.isEmpty() && bytes(branch) <= TEXT_BYTES_MAX, "a default branch");
        }
        this.json = written(json.path("payload"));
    }

    /// The one way to write it: defaults are left out, and so is what the format does not know.
    private ObjectNode written(JsonNode payload) {
        var written = JsonNodeFactory.instance.objectNode();
        var dids = written.putArray("delegates");
        delegates.forEach(delegate -> dids.add(delegate.did()));
        written.set("payload", payload.deepCopy());
        written.put("threshold", threshold);
        if (!isPrivate) return written;
        var visibility = written.putObject("visibility").put("type", "private");
        if (!allowed.isEmpty()) {
            var allow = visibility.putArray("allow");
            allowed().forEach(key -> allow.add(key.did()));
        }
        return written;
    }

    private static void require(boolean holds, String what) {
        if (!holds) throw new IllegalArgumentException("an identity document needs " + what);
    }

    private static void requireType(String name) {
        require(name.length() <= 255 && TYPE.matcher(name).matches(), "payload names made of dotted words");
    }

    private static int bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    }

    private static List<DidKey> keys(JsonNode dids) {
        var keys = new ArrayList<DidKey>();
        for (var did : dids) {
            var key = DidKey.parse(did.asText());
            if (!keys.contains(key)) keys.add(key);
        }
        return List.copyOf(keys);
    }

    /// Reads a document.
    ///
    /// @throws IllegalArgumentException when it breaks a rule of the format
    public static IdentityDocument parse(byte[] bytes) {
        if (bytes.length > DOCUMENT_BYTES_MAX) throw new IllegalArgumentException("an identity document of that size");
        try {
            if (MAPPER.readTree(bytes) instanceof ObjectNode object) return new IdentityDocument(object);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("an identity document that is not JSON", e);
        } catch (IOException e) {
            throw new AssertionError("reading from memory", e);
        }
        throw new IllegalArgumentException("an identity document that is not an object");
    }

    /// The first document of a repository made here: its owner decides alone, and the canonical branches and tags are
    /// the owner's. The id within makes its RID unlike any other, even for the same name.
    public static IdentityDocument first(
            DidKey owner, String name, String description, String defaultBranch, boolean isPrivate, RepositoryId id) {
        var nodes = JsonNodeFactory.instance;
        var json = nodes.objectNode();
        json.putArray("delegates").add(owner.did());
        var payload = json.putObject("payload");
        var rules = payload.putObject(CREFS).putObject("rules");
        for (String pattern : List.of("refs/heads/*", "refs/tags/*"))
            rules.putObject(pattern).put("allow", "delegates").put("threshold", 1);
        payload.putObject(FORGE).put("id", id.value());
        payload.putObject(PROJECT)
                .put("name", name)
                .put("description", cut(description))
                .put("defaultBranch", defaultBranch);
        json.put("threshold", 1);
        if (isPrivate) json.putObject("visibility").put("type", "private");
        return new IdentityDocument(json);
    }

    /// The next document: the same delegates, rules and payloads, but another project and visibility.
    ///
    /// @param allow who may see it beside its delegates, when it is private
    public IdentityDocument revised(
            String name, String description, String defaultBranch, boolean isPrivate, List<DidKey> allow) {
        var next = json.deepCopy();
        if (next.get("payload") instanceof ObjectNode payload)
            payload.withObjectProperty(PROJECT)
                    .put("name", name)
                    .put("description", cut(description))
                    .put("defaultBranch", defaultBranch);
        next.remove("visibility");
        if (isPrivate) {
            var dids = next.putObject("visibility").put("type", "private").putArray("allow");
            allow.forEach(key -> dids.add(key.did()));
        }
        return new IdentityDocument(next);
    }

    /// The next document: these people's refs count too, beside the delegates', by pattern. What others have ruled
    /// stays, and so does all of it where several delegates must agree.
    public IdentityDocument allowing(SortedMap<String, List<DidKey>> people) {
        var next = json.deepCopy();
        if (threshold > 1 || !(next.path("payload").path(CREFS).path("rules") instanceof ObjectNode rules)) return this;
        var ours = new ArrayList<String>();
        for (var rule : rules.properties()) if (rule.getValue().has(OURS)) ours.add(rule.getKey());
        ours.forEach(rules::remove);
        people.forEach((pattern, keys) -> {
            if (rules.has(pattern)) return;
            var rule = rules.putObject(pattern).put("threshold", 1).put(OURS, true);
            var allow = rule.putArray("allow");
            Stream.concat(delegates.stream(), keys.stream()).distinct().forEach(key -> allow.add(key.did()));
        });
        return new IdentityDocument(next);
    }

    /// The next document: another decides in the place of one who decided until now.
    public IdentityDocument handedOver(DidKey from, DidKey to) {
        var next = json.deepCopy();
        var dids = next.putArray("delegates");
        delegates.stream()
                .map(delegate -> delegate.equals(from) ? to : delegate)
                .distinct()
                .forEach(delegate -> dids.add(delegate.did()));
        return new IdentityDocument(next);
    }

    /// The format takes 255 bytes; a longer description is kept whole on the node.
    private static String cut(String text) {
        int end = text.length();
        while (bytes(text.substring(0, end)) > TEXT_BYTES_MAX) end = text.offsetByCodePoints(end, -1);
        return text.substring(0, end);
    }

    /// The canonical bytes.
    public byte[] bytes() {
        return CanonicalJson.bytes(json);
    }

    /// The object id of the document's blob.
    public ObjectId blobId() {
        try (var formatter = new ObjectInserter.Formatter()) {
            return formatter.idFor(Constants.OBJ_BLOB, bytes());
        }
    }

    /// The repository id that this document gives, if it is the first one.
    public RepoId rid() {
        byte[] id = new byte[Constants.OBJECT_ID_LENGTH];
        blobId().copyRawTo(id, 0);
        return RepoId.of(id);
    }

    /// Those who decide, in the document's order; the first one wrote the repository's root.
    public List<DidKey> delegates() {
        return delegates;
    }

    /// How many delegates make a ref canonical.
    public int threshold() {
        return threshold;
    }

    /// How many delegates must accept a change of the document: more than half.
    public int majority() {
        return delegates.size() / 2 + 1;
    }

    /// Whether only delegates and the allowed may see it.
    public boolean isPrivate() {
        return isPrivate;
    }

    /// Whether a node of this key may be given the repository.
    public boolean visibleTo(DidKey key) {
        return !isPrivate || allowed.contains(key) || delegates.contains(key);
    }

    /// Who may see a private one beside its delegates, sorted.
    public List<DidKey> allowed() {
        return List.copyOf(new TreeSet<>(allowed));
    }

    /// The short name of the project's default branch; empty text when this is no project's.
    public String defaultBranch() {
        return payload("xyz.radicle.project").path("defaultBranch").asText();
    }

    /// The payload of a name; a missing node when there is none.
    public JsonNode payload(String name) {
        return json.path("payload").path(name);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IdentityDocument document && json.equals(document.json);
    }

    @Override
    public int hashCode() {
        return json.hashCode();
    }
}
