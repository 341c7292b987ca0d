package dev.hob.node.protection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hob.node.cob.CanonicalJson;
import dev.hob.node.log.RepoId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/// What folded rules say, in rows. Each method that writes within a transaction of the caller's, who holds the folder's
/// lock.
final class RuleRows {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    static final String BRANCH = "branch";
    static final String TAG = "tag";

    private RuleRows() {}

    /// All of them, in place of what was there.
    static void replace(Handle handle, RepoId rid, RulesFold rules) {
        clear(handle, rid);
        rules.branches().forEach((pattern, it) -> insert(handle, rid, BRANCH, pattern, it, RuleText.json(it.rule())));
        rules.tags().forEach((pattern, it) -> insert(handle, rid, TAG, pattern, it, RuleText.json(it.rule())));
    }

    /// None.
    static void clear(Handle handle, RepoId rid) {
        handle.execute("delete from protection_rule where rid = ?", rid.value());
    }

    private static void insert(
            Handle handle, RepoId rid, String kind, String pattern, RulesFold.Dated<?> rule, JsonNode json) {
        handle.execute(
                "insert into protection_rule (rid, kind, pattern, rule, created, updated) values (?, ?, ?, ?, ?, ?)",
                rid.value(),
                kind,
                pattern,
                new String(CanonicalJson.bytes(json), StandardCharsets.UTF_8),
                rule.created().toEpochMilli(),
                rule.updated().toEpochMilli());
    }

    static List<RulesFold.Dated<BranchRule>> branches(Handle handle, RepoId rid) {
        return read(handle, rid, BRANCH, RuleText::branch);
    }

    static List<RulesFold.Dated<TagRule>> tags(Handle handle, RepoId rid) {
        return read(handle, rid, TAG, RuleText::tag);
    }

    private static <T> List<RulesFold.Dated<T>> read(
            Handle handle, RepoId rid, String kind, Function<JsonNode, Optional<T>> parse) {
        var found = new ArrayList<RulesFold.Dated<T>>();
        handle.createQuery("""
                        select rule, created, updated
                          from protection_rule
                         where rid = :rid and kind = :kind
                         order by pattern
                         limit :max""")
                .bind("rid", rid.value())
                .bind("kind", kind)
                .bind("max", Rules.RULES_MAX)
                .map((row, _) -> new RulesFold.Dated<>(
                        row.getString("rule"),
                        Instant.ofEpochMilli(row.getLong("created")),
                        Instant.ofEpochMilli(row.getLong("updated"))))
                .list()
                .forEach(row -> found.add(new RulesFold.Dated<>(
                        // A rule that cannot be read must not be as if it were none.
                        parse.apply(json(row.rule()))
                                .orElseThrow(() -> new AssertionError("a rule of " + rid + " cannot be read")),
                        row.created(),
                        row.updated())));
        return List.copyOf(found);
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException("a rule is no JSON", e);
        }
    }
}
