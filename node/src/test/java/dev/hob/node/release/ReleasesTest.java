package dev.hob.node.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hob.node.Node;
import dev.hob.node.cob.Author;
import dev.hob.node.cob.Operation;
import dev.hob.node.code.CodePath;
import dev.hob.node.code.Commits;
import dev.hob.node.code.FileChange;
import dev.hob.node.issue.Answer;
import dev.hob.node.log.Change;
import dev.hob.node.log.Origin;
import dev.hob.node.log.RefMove;
import dev.hob.node.patch.Merges;
import dev.hob.node.patch.Patches;
import dev.hob.node.patch.Source;
import dev.hob.node.people.Person;
import dev.hob.node.protection.Glob;
import dev.hob.node.protection.TagRule;
import dev.hob.node.protection.Who;
import dev.hob.node.refs.House;
import dev.hob.node.refs.Refs;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The life of releases: alice owns the project, will writes to it, mallory does not.
final class ReleasesTest {
    private static final byte[] BYTES = "a program\n".repeat(1000).getBytes(UTF_8);

    @TempDir
    Path folder;

    private House house;
    private Repo repo;
    private Person alice;
    private Person will;
    private Person mallory;

    @BeforeEach
    void open() {
        house = new House(folder);
        alice = house.alice();
        will = house.person("will");
        mallory = house.person("mallory");
        repo = house.repository("tea");
        node().edits().addCollaborator(repo, alice, will, Right.WRITE);
        commit(alice, "main", "README.md");
    }

    @AfterEach
    void close() {
        house.close();
    }

    private Node node() {
        return house.node;
    }

    private Releases releases() {
        return node().publishing().releases();
    }

    private ReleaseReading reading() {
        return node().publishing().reading();
    }

    private ObjectId commit(Person by, String branch, String path) {
        return commit(by, branch, Optional.empty(), path);
    }

    private ObjectId commit(Person by, String branch, Optional<String> fresh, String path) {
        var signer = Commits.Signer.of(by);
        var draft = new Commits.Draft(
                branch,
                fresh,
                "Write " + path,
                signer,
                signer,
                List.of(new FileChange.Create(CodePath.parse(path).orElseThrow(), path.getBytes(UTF_8))));
        return ((Commits.Outcome.Done) node().commits().commit(repo, by, draft)).id();
    }

    private Optional<ObjectId> tag(String name) {
        return Optional.ofNullable(node().refs().view(repo).refs().get(Constants.R_TAGS + name));
    }

    private Answer publish(Person by, Wish wish, Map<String, byte[]> files) {
        try (var incoming = incoming(files)) {
            return releases().publish(repo, by, wish, incoming);
        }
    }

    private Answer draft(Person by, Wish wish, Map<String, byte[]> files) {
        try (var incoming = incoming(files)) {
            return releases().draft(repo, by, wish, incoming);
        }
    }

    private Incoming incoming(Map<String, byte[]> files) {
        var incoming = releases().incoming();
        files.forEach((name, bytes) -> {
            try {
                assertThat(incoming.add(name, new ByteArrayInputStream(bytes))).isEmpty();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        return incoming;
    }

    private ObjectId done(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Done.class);
        return ((Answer.Done) answer).entry();
    }

    private static Answer.Reason reason(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Refused.class);
        return ((Answer.Refused) answer).reason();
    }

    private byte[] bytes(Asset asset) throws IOException {
        var read = new ArrayList<byte[]>();
        assertThat(releases().take(repo, asset, true, (content, size) -> {
                    read.add(content.readAllBytes());
                    assertThat(size).isEqualTo(asset.size());
                }))
                .isTrue();
        return read.getFirst();
    }

    @Test
    void a_member_publishes_and_the_tag_comes_with_it() throws Exception {
        var id = done(publish(
                will, new Wish("v1.0", "main", "", "One", "Notes of *one*.", false), Map.of("tea-1.0.tar.gz", BYTES)));

        var release = reading().ofTag(repo.rid(), "v1.0").orElseThrow();
        assertThat(release.id()).isEqualTo(id);
        assertThat(release.author()).as("shown as who did it").isEqualTo(will.key());
        assertThat(release.draft()).isFalse();
        assertThat(tag("v1.0")).isEqualTo(node().refs().view(repo).headId());
        assertThat(release.commit()).isEqualTo(tag("v1.0"));
        var asset = release.asset("tea-1.0.tar.gz").orElseThrow();
        assertThat(asset.size()).isEqualTo(BYTES.length);
        assertThat(asset.sha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(java.security.MessageDigest.getInstance("SHA-256")
                                .digest(BYTES)));
        assertThat(bytes(asset)).isEqualTo(BYTES);
        assertThat(reading().downloads(repo.rid(), release.assets())).isEqualTo(Map.of(asset.key(), 1L));
        assertThat(node().log().after(0, 1_000).stream()
                        .map(it -> it.change())
                        .filter(it -> it instanceof Change.ReleasePublished || it instanceof Change.RefsMoved))
                .as("one story: the tag, then the release")
                .last()
                .isEqualTo(new Change.ReleasePublished(
                        repo.id().value(), repo.rid().value(), id.name(), "v1.0"));
        assertThat(house.git(repo, "ls-tree", "-r", "--name-only", id.name()))
                .as("its bytes travel with the operation")
                .contains("embeds/" + asset.key());
    }

    @Test
    void whoever_may_not_write_makes_and_changes_none() {
        assertThat(reason(publish(mallory, Wish.of("v1", "", ""), Map.of()))).isEqualTo(Answer.Reason.FORBIDDEN);
        assertThat(tag("v1")).isEmpty();
        var id = done(publish(alice, Wish.of("v1", "", ""), Map.of()));
        assertThat(reason(releases().edit(repo, mallory, id, Wish.of("v1", "mine", ""))))
                .isEqualTo(Answer.Reason.FORBIDDEN);
        assertThat(reason(releases().delete(repo, mallory, id))).isEqualTo(Answer.Reason.FORBIDDEN);
        assertThat(reading().ofTag(repo.rid(), "v1").orElseThrow().title()).isEmpty();
    }

    @Test
    void an_annotated_tag_is_made_when_a_message_is_said() throws Exception {
        done(publish(will, new Wish("v1", "main", "Signed off", "", "", false), Map.of()));

        assertThat(house.git(repo, "cat-file", "-p", "refs/tags/v1")).contains("tagger will", "Signed off");
        assertThat(reading().ofTag(repo.rid(), "v1").orElseThrow().commit())
                .isEqualTo(node().refs().view(repo).headId());
    }

    @Test
    void a_draft_is_told_to_nobody_until_it_is_published() throws Exception {
        long before = node().log().head();
        var id = done(draft(will, new Wish("v2", "main", "", "Two", "soon", true), Map.of("a.bin", BYTES)));

        assertThat(tag("v2")).isEmpty();
        assertThat(node().log().head()).isEqualTo(before);
        assertThat(reading().newest(repo.rid(), ReleaseReading.Asked.PUBLISHED, Optional.empty(), 10))
                .isEmpty();
        assertThat(node().refs().whole(repo).refs().keySet())
                .as("not even to who asks for everything")
                .noneMatch(ref -> ref.contains("drafts") || ref.contains("dev.hob.release"));
        var draft = reading().byId(repo.rid(), id).orElseThrow();
        assertThat(bytes(draft.assets().getFirst())).isEqualTo(BYTES);

        done(releases().edit(repo, alice, id, new Wish("v2.0", "main", "", "Two", "now", false)));
        var published = done(releases().publishDraft(repo, alice, id, ""));

        var release = reading().byId(repo.rid(), published).orElseThrow();
        assertThat(release.number()).as("clients know it by the same number").isEqualTo(draft.number());
        assertThat(release.tag()).isEqualTo("v2.0");
        assertThat(release.notes()).isEqualTo("now");
        assertThat(bytes(release.assets().getFirst())).isEqualTo(BYTES);
        assertThat(reading().byId(repo.rid(), id)).isEmpty();
        assertThat(house.git(repo, "for-each-ref", "refs/hob/")).isEmpty();
        assertThat(tag("v2.0")).isPresent();
    }

    @Test
    void a_draft_and_its_files_outlive_a_start_and_git_s_own_cleaning() throws Exception {
        var id = done(draft(will, Wish.of("v2", "Two", "soon"), Map.of("a.bin", BYTES)));
        house.git(repo, "-c", "gc.pruneExpire=now", "gc", "--prune=now", "--quiet");
        house.reopen();

        var draft = reading().byId(repo.rid(), id).orElseThrow();
        assertThat(bytes(draft.assets().getFirst())).isEqualTo(BYTES);
        done(releases().detach(repo, will, id, draft.assets().getFirst().key()));
        assertThat(house.git(repo, "for-each-ref", "refs/hob/")).isEmpty();
        done(releases().delete(repo, will, id));
        assertThat(reading().count(repo.rid(), ReleaseReading.Asked.ALL)).isZero();
    }

    @Test
    void files_come_and_go_and_get_other_names() throws Exception {
        var id = done(publish(alice, Wish.of("v1", "", ""), Map.of("a.txt", BYTES)));
        try (var more = incoming(Map.of("b.txt", "b".getBytes(UTF_8)))) {
            done(releases().attach(repo, will, id, more));
        }
        try (var same = incoming(Map.of("b.txt", "c".getBytes(UTF_8)))) {
            assertThat(reason(releases().attach(repo, will, id, same))).isEqualTo(Answer.Reason.INVALID);
        }
        var release = reading().byId(repo.rid(), id).orElseThrow();
        String key = release.asset("b.txt").orElseThrow().key();
        done(releases().rename(repo, will, id, key, "c.txt"));
        assertThat(reason(releases().rename(repo, will, id, key, "a.txt"))).isEqualTo(Answer.Reason.INVALID);
        assertThat(reason(releases().rename(repo, will, id, key, "../x"))).isEqualTo(Answer.Reason.INVALID);
        done(releases()
                .detach(repo, will, id, release.asset("a.txt").orElseThrow().key()));

        var after = reading().byId(repo.rid(), id).orElseThrow();
        assertThat(after.assets()).singleElement().satisfies(it -> {
            assertThat(it.name()).isEqualTo("c.txt");
            assertThat(it.key()).isEqualTo(key);
            assertThat(bytes(it)).isEqualTo("b".getBytes(UTF_8));
        });
    }

    @Test
    void what_was_published_stays_published_under_its_tag() {
        var id = done(publish(alice, Wish.of("v1", "One", "x"), Map.of()));
        assertThat(reason(releases().edit(repo, alice, id, Wish.of("v2", "One", "x"))))
                .isEqualTo(Answer.Reason.INVALID);
        assertThat(reason(publish(alice, Wish.of("v1", "again", ""), Map.of()))).isEqualTo(Answer.Reason.INVALID);
        done(releases().edit(repo, will, id, new Wish("v1", "", "", "Uno", "y", true)));
        assertThat(releases().edit(repo, will, id, new Wish("v1", "", "", "Uno", "y", true)))
                .isInstanceOf(Answer.Same.class);
        var release = reading().byId(repo.rid(), id).orElseThrow();
        assertThat(List.of(release.title(), release.notes(), release.prerelease()))
                .isEqualTo(List.of("Uno", "y", true));
        assertThat(release.author()).isEqualTo(alice.key());
    }

    @Test
    void the_latest_is_neither_a_draft_nor_a_pre_release() {
        done(publish(alice, Wish.of("v1", "", ""), Map.of()));
        done(publish(alice, new Wish("v2-rc1", "", "", "", "", true), Map.of()));
        done(draft(alice, Wish.of("v3", "", ""), Map.of()));
        assertThat(reading().latest(repo.rid()).orElseThrow().tag()).isEqualTo("v1");
    }

    @Test
    void a_release_that_is_taken_back_is_gone_and_its_tag_stays() {
        var id = done(publish(alice, Wish.of("v1", "", ""), Map.of("a", BYTES)));
        done(releases().delete(repo, will, id));

        assertThat(reading().ofTag(repo.rid(), "v1")).isEmpty();
        assertThat(tag("v1")).isPresent();
        assertThat(reason(releases().edit(repo, alice, id, Wish.of("v1", "again", ""))))
                .isEqualTo(Answer.Reason.MISSING);
        done(publish(alice, Wish.of("v1", "again", ""), Map.of()));
    }

    @Test
    void the_tag_of_a_release_is_moved_but_not_deleted() {
        var id = done(publish(alice, Wish.of("v1", "", ""), Map.of()));
        var at = tag("v1").orElseThrow();
        assertThat(node().commits().remove(repo, alice, "refs/tags/v1", at))
                .isEqualTo(new Commits.Outcome.Forbidden("A release stands on the tag v1: delete the release first."));
        var next = commit(alice, "main", "next.txt");
        var moved = new RefMove("refs/tags/v1", at.name(), next.name());
        assertThat(house.move(repo, moved)).isInstanceOf(Refs.Verdict.Moved.class);
        done(releases().delete(repo, alice, id));
        assertThat(node().commits().remove(repo, alice, "refs/tags/v1", next)).isInstanceOf(Commits.Outcome.Done.class);
    }

    @Test
    void a_protected_tag_is_made_by_a_release_only_where_its_rule_lets() {
        var rule = new TagRule(Glob.of("v*"), new Who.Listed(List.of(alice.key())));
        assertThat(node().protection().rules().set(repo, alice, rule, Optional.empty()))
                .isInstanceOf(Answer.Done.class);

        var answer = publish(will, Wish.of("v1", "", ""), Map.of());
        assertThat(reason(answer)).isEqualTo(Answer.Reason.FORBIDDEN);
        assertThat(((Answer.Refused) answer).told()).contains("protected");
        assertThat(tag("v1")).isEmpty();
        assertThat(reading().count(repo.rid(), ReleaseReading.Asked.ALL)).isZero();
        done(publish(alice, Wish.of("v1", "", ""), Map.of()));
        done(publish(will, Wish.of("w1", "", ""), Map.of()));
    }

    @Test
    void what_makes_no_sense_is_refused_in_words() {
        for (var wish : List.of(
                Wish.of("", "", ""),
                Wish.of("a..b", "", ""),
                Wish.of("-x", "", ""),
                Wish.of("v".repeat(201), "", ""),
                Wish.of("v1", "t".repeat(256), ""),
                Wish.of("v1", "", "n".repeat(125_001))))
            assertThat(reason(publish(alice, wish, Map.of()))).isEqualTo(Answer.Reason.INVALID);
        assertThat(reason(publish(alice, new Wish("v1", "nowhere", "", "", "", false), Map.of())))
                .isEqualTo(Answer.Reason.MISSING);
        assertThat(tag("v1")).isEmpty();
    }

    @Test
    void a_file_that_is_too_large_is_refused_before_it_fills_the_disk() throws Exception {
        long[] given = {0};
        var endless = new InputStream() {
            @Override
            public int read() {
                given[0]++;
                return 'x';
            }

            @Override
            public int read(byte[] into, int from, int count) {
                given[0] += count;
                return count;
            }
        };
        try (var incoming = releases().incoming()) {
            assertThat(incoming.add("endless", endless).orElseThrow()).contains("100 MiB");
            assertThat(incoming.isEmpty()).isTrue();
        }
        assertThat(given[0]).isLessThan(Releases.ASSET_BYTES_MAX + (1 << 20));
        assertThat(beside()).isEmpty();
    }

    @Test
    void an_upload_that_breaks_off_leaves_nothing_and_loses_nothing() throws Exception {
        var id = done(publish(alice, Wish.of("v1", "", ""), Map.of("a", BYTES)));
        var broken = new InputStream() {
            private int left = 100_000;

            @Override
            public int read() throws IOException {
                if (left <= 0) throw new IOException("gone");
                left--;
                return 'x';
            }
        };
        try (var incoming = releases().incoming()) {
            assertThatThrownBy(() -> incoming.add("b", broken)).hasMessage("gone");
        }
        assertThat(beside()).isEmpty();
        assertThat(reading().byId(repo.rid(), id).orElseThrow().assets()).hasSize(1);
        assertThat(node().publishing().cache().examine(repo)).isEmpty();
    }

    /// What lies beside the repositories.
    private List<String> beside() throws IOException {
        try (var files = Files.list(folder.resolve("storage"))) {
            return files.map(it -> it.getFileName().toString())
                    .filter(it -> it.startsWith("."))
                    .toList();
        }
    }

    @Test
    void the_rows_are_made_again_from_git_and_compared_with_it() {
        done(publish(will, new Wish("v1", "", "", "One", "x", false), Map.of("a", BYTES)));
        var second = done(publish(alice, new Wish("v2", "", "", "Two", "y", true), Map.of("b", BYTES)));
        done(releases().edit(repo, will, second, new Wish("v2", "", "", "Zwei", "z", false)));
        var gone = done(publish(alice, Wish.of("v3", "", ""), Map.of()));
        done(releases().delete(repo, alice, gone));
        done(draft(will, Wish.of("v4", "Four", ""), Map.of("c", BYTES)));
        var before = reading().newest(repo.rid(), ReleaseReading.Asked.ALL, Optional.empty(), 10);
        assertThat(before).hasSize(3);
        assertThat(node().publishing().cache().examine(repo)).isEmpty();

        node().database().writing(handle -> {
            handle.execute("update project_release set title = 'forged' where tag = 'v1'");
            handle.execute("delete from release_asset where name = 'b'");
        });
        assertThat(node().publishing().cache().examine(repo)).singleElement().satisfies(it -> assertThat(it.mendable())
                .isTrue());
        assertThat(node().publishing().cache().rebuild(repo)).isEqualTo(2);
        assertThat(reading().newest(repo.rid(), ReleaseReading.Asked.ALL, Optional.empty(), 10))
                .isEqualTo(before);
        assertThat(node().publishing().cache().examine(repo)).isEmpty();
    }

    @Test
    void what_others_write_into_a_release_is_left_out() throws Exception {
        var id = done(publish(alice, Wish.of("v1", "One", "x"), Map.of("a", BYTES)));
        var release = reading().byId(repo.rid(), id).orElseThrow();
        // mallory names alice's release in her own namespace, as a peer could bring it.
        var forged = write(
                mallory,
                List.of(id),
                Map.of(),
                "{\"type\":\"edit\",\"title\":\"Pwned\",\"notes\":\"\",\"prerelease\":false}");
        bring(mallory, id, forged);
        // alice herself hands out a file that she does not carry along: that is refused on every node too.
        var other = node().refs().view(repo).headId().orElseThrow();
        var stolen = write(
                alice,
                List.of(id),
                Map.of(),
                "{\"type\":\"asset.add\",\"asset\":\"" + "ab".repeat(16) + "\",\"name\":\"b\",\"size\":1,\"sha256\":\""
                        + "0".repeat(64) + "\",\"content\":\"git:" + other.name() + "\"}");
        bring(alice, id, stolen);

        node().publishing().cache().forget(repo.rid(), id);
        node().publishing().cache().rebuild(repo);
        assertThat(reading().byId(repo.rid(), id)).contains(release);
        // And what is written after stands on what survives.
        done(releases().edit(repo, alice, id, Wish.of("v1", "Uno", "x")));
        assertThat(reading().byId(repo.rid(), id).orElseThrow().title()).isEqualTo("Uno");
    }

    private ObjectId write(Person by, List<ObjectId> parents, Map<String, byte[]> embeds, String action)
            throws IOException {
        return node().tracking()
                .means()
                .cobs()
                .in(repo, session -> {
                    JsonNode json = new ObjectMapper().readTree(action);
                    var author =
                            new Author(node().custody().signingKey(by.key()).orElseThrow(), by.name(), Instant.now());
                    return session.objects(
                                    author,
                                    new Operation(
                                            ReleaseFold.TYPE,
                                            List.of(json),
                                            embeds,
                                            parents,
                                            List.of(),
                                            Optional.of(session.identity().head()),
                                            "Forge"))
                            .id();
                })
                .orElseThrow();
    }

    private void bring(Person by, ObjectId object, ObjectId entry) throws IOException {
        try (var repository = node().storage().open(repo.rid())) {
            var update = repository.updateRef(
                    "refs/namespaces/" + by.key().nid() + "/refs/cobs/" + ReleaseFold.TYPE + "/" + object.name());
            update.setNewObjectId(entry);
            update.setForceUpdate(true);
            update.update();
        }
        node().tracking().means().cobs().arrived(repo.rid());
    }

    @Test
    void notes_tell_what_was_merged_since_the_release_before() {
        done(publish(alice, Wish.of("v1", "", ""), Map.of()));
        merge(will, "will-1");
        done(publish(alice, Wish.of("v2", "", ""), Map.of()));
        merge(will, "will-2");
        merge(alice, "alice-1");

        var written = (ReleaseNotes.Outcome.Written) node().publishing()
                .notes()
                .between(repo, "v3", "main", Optional.empty(), "https://hob.example/alice/tea");
        assertThat(written.since()).contains("v2");
        assertThat(written.notes())
                .contains("From will-2 by @will in #2", "From alice-1 by @alice in #3")
                .contains("https://hob.example/alice/tea/compare/v2...v3")
                .doesNotContain("will-1")
                .contains("* @alice with #3")
                .doesNotContain("* @will with");
        assertThat(node().publishing().notes().between(repo, "v3", "nowhere", Optional.empty(), ""))
                .isInstanceOf(ReleaseNotes.Outcome.Missing.class);
        var first = (ReleaseNotes.Outcome.Written)
                node().publishing().notes().between(repo, "v2", "", Optional.of("v1"), "");
        assertThat(first.notes()).contains("From will-1 by @will in #1", "* @will with #1");
    }

    private void merge(Person by, String branch) {
        var head = commit(by, "main", Optional.of(branch), branch + ".txt");
        var source = new Source(repo.id(), branch);
        var id = done(node().pulls()
                .patches()
                .open(repo, by, Patches.Opening.of("From " + branch, "", "main", head, Optional.of(source))));
        var outcome =
                node().pulls().merges().merge(repo, alice, id, new Merges.Wish(Merges.Way.MERGE, "", Optional.empty()));
        assertThat(outcome).isInstanceOf(Merges.Outcome.Merged.class);
    }

    @Test
    void a_thousand_releases_are_listed_by_key_without_looking_at_all_of_them() {
        node().database().writing(handle -> {
            for (int i = 0; i < 1_000; i++) {
                var at = Instant.ofEpochSecond(1_700_000_000L + i / 3);
                var key = Keys.random();
                ReleaseRows.put(
                        handle,
                        repo.rid(),
                        new Release(
                                ObjectId.fromString(key + "00000000"),
                                key,
                                "v" + i,
                                "",
                                Optional.empty(),
                                "",
                                "notes",
                                false,
                                i % 10 == 0,
                                alice.key(),
                                at,
                                at,
                                at,
                                List.of()));
            }
        });
        var seen = new ArrayList<String>();
        Optional<ReleaseReading.After> after = Optional.empty();
        long began = System.nanoTime();
        while (true) {
            var page = reading().newest(repo.rid(), ReleaseReading.Asked.ALL, after, 30);
            page.forEach(it -> seen.add(it.tag()));
            if (page.size() < 30) break;
            after = Optional.of(ReleaseReading.After.of(page.getLast()));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
        assertThat(seen).hasSize(1_000).doesNotHaveDuplicates();
        assertThat(reading().page(repo.rid(), ReleaseReading.Asked.ALL, 30, 30).stream()
                        .map(Release::tag)
                        .toList())
                .isEqualTo(seen.subList(30, 60));
        var plan = node().database().read(handle -> handle.createQuery(
                        "explain query plan select id from project_release"
                                + " where rid = 'x' and not is_draft order by is_draft desc, published desc, id desc limit 30")
                .map((row, _) -> row.getString("detail"))
                .list());
        assertThat(String.join(" ", plan)).as("no sorting").doesNotContain("TEMP B-TREE");
    }

    @Test
    void a_project_that_is_deleted_takes_its_releases_along() {
        done(publish(alice, Wish.of("v1", "", ""), Map.of("a", BYTES)));
        node().repos().delete(repo, alice);
        assertThat(node().database().<Long>read(handle -> handle.createQuery(
                                "select (select count(*) from project_release) + (select count(*) from release_asset)")
                        .mapTo(Long.class)
                        .one()))
                .isZero();
    }

    @Test
    void moving_back_and_forth_in_time_keeps_one_story() {
        // A release of a tag that was there before is the operation alone.
        node().commits().point(repo, alice, "refs/tags/v1", tip());
        long before = node().log().head();
        done(publish(alice, Wish.of("v1", "", ""), Map.of()));
        var changes = node().log().after(before, 10);
        assertThat(changes).singleElement().satisfies(it -> {
            assertThat(it.change()).isInstanceOf(Change.ReleasePublished.class);
            assertThat(it.origin()).isEqualTo(new Origin.Here(alice.id()));
        });
    }

    private ObjectId tip() {
        return node().refs().view(repo).headId().orElseThrow();
    }
}
