package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Packs that lie, are damaged, or hold what git's own fsck would not have.
class HostilePackTest {
    private static final String ZERO = "0".repeat(40);
    private static final int DAMAGED = 60;

    @TempDir
    static Path folder;

    private static Served node;
    private static Git git;
    private static String head;
    private static String refs;
    private static String token;
    private static int pushes;

    @BeforeAll
    static void start() throws IOException {
        node = Served.start(folder.resolve("data"));
        node.account("alice", "--admin");
        token = node.token("alice", "write:repository");
        git = Git.init(folder.resolve("tea"), 2);
        for (int i = 0; i < 5; i++) git.commit("leaf" + i + ".txt", ("leaf " + i + "\n").repeat(100 * i + 1));
        git.ok("remote", "add", "origin", node.remote("alice", token, "alice/tea"));
        git.ok("push", "-q", "origin", "main");
        head = git.ok("rev-parse", "HEAD");
        refs = git.ok("ls-remote", "origin");
    }

    @AfterAll
    static void nothing_is_left_behind_and_all_is_well() throws IOException {
        try (var served = node) {
            assertThat(git.ok("ls-remote", "origin")).isEqualTo(refs);
            Wholeness.check(served);
        }
    }

    private static String push(byte[] pack, String id) throws IOException {
        var answer = Wire.post(
                node.url,
                "/alice/tea.git/git-receive-pack",
                Pack.join(Wire.command(ZERO, id, "refs/heads/evil" + ++pushes), pack),
                Wire.basic("alice", token),
                "Content-Type: application/x-git-receive-pack-request");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    record Lie(String name, byte[] pack, String tip, String told) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final byte[] TEXT = "some tea\n".repeat(20).getBytes(UTF_8);

    /// A pack of a commit, its tree, and a blob of this content, written by somebody.
    private static Lie lie(String name, String told, byte[] content, Writer writer) {
        byte[] tree = Pack.entry("100644", "f", Pack.id(Pack.BLOB, content));
        byte[] commit = Pack.commit(Pack.id(Pack.TREE, tree));
        var pack = new Pack().object(Pack.COMMIT, commit).object(Pack.TREE, tree);
        return new Lie(name, writer.write(pack), Pack.id(Pack.COMMIT, commit), told);
    }

    interface Writer {
        byte[] write(Pack pack);
    }

    static Stream<Lie> lies() {
        byte[] text = TEXT;
        byte[] adler = Pack.deflated(text);
        adler[adler.length - 1] ^= 1;
        byte[] padded = Arrays.copyOf(text, text.length + 50);
        byte[] twice = Pack.join(text, text);
        return Stream.of(
                lie("count too high", "Packfile corruption", text, p -> p.object(Pack.BLOB, text)
                        .bytes(4)),
                lie("count far too high", "this pack names 2147483647 objects", text, p -> p.object(Pack.BLOB, text)
                        .bytes(Integer.MAX_VALUE)),
                lie("count negative", "this pack names 4294967295 objects", text, p -> p.object(Pack.BLOB, text)
                        .bytes(-1)),
                lie("count too low", "expected EOF", text, p -> p.object(Pack.BLOB, text)
                        .bytes(2)),
                lie(
                        "declared too short",
                        "Packfile corruption detected: wrong decompressed length",
                        text,
                        p -> p.object(Pack.BLOB, text.length - 1, text).bytes()),
                lie("declared too long", "Packfile corruption detected: wrong decompressed length", text, p -> p.object(
                                Pack.BLOB, text.length + 1, text)
                        .bytes()),
                lie("declared empty", "Packfile corruption detected: wrong decompressed length", text, p -> p.object(
                                Pack.BLOB, 0, text)
                        .bytes()),
                lie("adler wrong", "Packfile corruption detected: incorrect data check", text, p -> p.raw(
                                Pack.BLOB, text.length, adler)
                        .bytes()),
                lie("type 0", "this pack is damaged: Unknown object type 0", text, p -> p.object(0, text)
                        .bytes()),
                lie("type 5", "this pack is damaged: Unknown object type 5", text, p -> p.object(5, text)
                        .bytes()),
                lie("delta into nowhere", "this pack is damaged: pack has unresolved deltas", text, p -> p.delta(
                                3, Pack.delta(text.length, text.length, Pack.copy(0, text.length)))
                        .bytes()),
                lie("delta before the pack", "this pack is damaged: pack has unresolved deltas", text, p -> p.delta(
                                1_000_000, Pack.delta(text.length, text.length, Pack.copy(0, text.length)))
                        .bytes()),
                lie("delta on itself", "this pack is damaged: pack has unresolved deltas", text, p -> p.delta(
                                0, Pack.delta(text.length, text.length, Pack.copy(0, text.length)))
                        .bytes()),
                lie("delta of a missing base", "this pack lacks an object: Missing delta base", text, p -> p.delta(
                                "1".repeat(40), Pack.delta(text.length, text.length, Pack.copy(0, text.length)))
                        .bytes()),
                delta(
                        "delta shorter than it says",
                        "a delta says it makes 230 bytes and makes 180",
                        padded,
                        Pack.delta(text.length, text.length + 50, Pack.copy(0, text.length))),
                delta(
                        "delta longer than it says",
                        "this pack is damaged",
                        text,
                        Pack.delta(text.length, text.length, Pack.copy(0, text.length), Pack.insert("more"))),
                delta(
                        "delta of another base size",
                        "this pack is damaged",
                        twice,
                        Pack.delta(
                                text.length + 5, twice.length, Pack.copy(0, text.length), Pack.copy(0, text.length))),
                delta(
                        "delta copies from behind the end",
                        "this pack is damaged",
                        text,
                        Pack.delta(text.length, text.length, Pack.copy(10, text.length))),
                delta(
                        "delta with an unknown step",
                        "this pack is damaged",
                        text,
                        Pack.delta(text.length, text.length, Pack.copy(0, text.length), new byte[] {0})),
                delta(
                        "delta cut in a step",
                        "this pack is damaged",
                        text,
                        Pack.delta(text.length, text.length, new byte[] {(byte) 0xff, 0})),
                delta(
                        "delta of a huge result",
                        "an object in this pack is too large",
                        text,
                        Pack.delta(text.length, 1L << 40, Pack.copy(0, text.length))),
                lie("trailer wrong", "Packfile checksum incorrect", text, p -> {
                    byte[] pack = p.object(Pack.BLOB, text).bytes();
                    pack[pack.length - 1] ^= 1;
                    return pack;
                }),
                lie("no trailer", "this pack ends too early", text, p -> {
                    byte[] pack = p.object(Pack.BLOB, text).bytes();
                    return Arrays.copyOf(pack, pack.length - 20);
                }),
                lie(
                        "something behind the end",
                        "expected EOF",
                        text,
                        p -> Pack.join(p.object(Pack.BLOB, text).bytes(), new byte[7])),
                lie("version 9", "this pack is damaged: Unsupported pack version 9", text, p -> {
                    byte[] pack = p.object(Pack.BLOB, text).bytes();
                    pack[7] = 9;
                    return Pack.sealed(Arrays.copyOf(pack, pack.length - 20));
                }),
                lie("no pack", "this pack ends too early", text, p -> new byte[0]),
                lie("missing blob", "this pack lacks an object: Missing blob", text, Pack::bytes));
    }

    /// A pack whose blob is a delta on a good one, and what comes of it if it is believed.
    private static Lie delta(String name, String told, byte[] believed, byte[] delta) {
        return lie(name, told, believed, p -> {
            int base = p.position();
            p.object(Pack.BLOB, TEXT);
            return p.delta(p.position() - base, delta).bytes();
        });
    }

    @ParameterizedTest
    @MethodSource("lies")
    void a_pack_that_lies_is_refused_in_words(Lie lie) throws IOException {
        String told = push(lie.pack, lie.tip);

        assertThat(told).contains("unpack error " + lie.told).contains("ng refs/heads/evil");
    }

    static Stream<Lie> unsound() {
        String blob = Pack.id(Pack.BLOB, TEXT);
        String empty = Pack.id(Pack.TREE, new byte[0]);
        return Stream.of(
                tree("hasDotgit", Pack.entry("40000", ".git", empty)),
                tree("hasDotgit", Pack.entry("40000", ".GIT", empty)),
                tree("hasDotgit", Pack.entry("100644", "git~1", blob)),
                tree("hasDotgit", Pack.entry("40000", ".g\u200cit", empty)),
                tree("hasDotdot", Pack.entry("40000", "..", empty)),
                tree("hasDot", Pack.entry("40000", ".", empty)),
                tree("fullPathname", Pack.entry("100644", "a/b", blob)),
                tree("emptyName", Pack.entry("100644", "", blob)),
                tree("duplicateEntries", Pack.join(Pack.entry("100644", "a", blob), Pack.entry("100644", "a", blob))),
                tree("duplicateEntries", Pack.join(Pack.entry("100644", "a", blob), Pack.entry("40000", "a", empty))),
                tree("treeNotSorted", Pack.join(Pack.entry("100644", "b", blob), Pack.entry("100644", "a", blob))),
                tree("invalid mode", Pack.entry("0", "a", blob)),
                tree("invalid mode", Pack.entry("777", "a", blob)),
                tree("nullSha1", Pack.entry("100644", "a", ZERO)),
                tree("truncated in object id", "100644 a\0short".getBytes(UTF_8)),
                tree("gitmodulesSymlink", Pack.entry("120000", ".gitmodules", blob)),
                commit("missingTree", "author A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n\nx\n"),
                commit("badTreeSha1", "tree 123\nauthor A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n\nx\n"),
                commit(
                        "badParentSha1",
                        "tree " + empty + "\nparent x\nauthor A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n\nx\n"),
                commit("missingAuthor", "tree " + empty + "\ncommitter A <a@b> 1 +0000\n\nx\n"),
                commit(
                        "missingCommitter",
                        "tree " + empty
                                + "\nauthor A <a@b> 1 +0000\nauthor A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n\nx\n"),
                commit("missingCommitter", "tree " + empty + "\nauthor A <a@b> 1 +0000\n\nx\n"),
                commit("missingEmail", "tree " + empty + "\nauthor A 1 +0000\ncommitter A <a@b> 1 +0000\n\nx\n"),
                commit("badEmail", "tree " + empty + "\nauthor A <a@b 1 +0000\ncommitter A <a@b> 1 +0000\n\nx\n"),
                commit(
                        "missingNameBeforeEmail",
                        "tree " + empty + "\nauthor <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n\nx\n"),
                commit(
                        "missingSpaceBeforeEmail",
                        "tree " + empty + "\nauthor A<a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n\nx\n"),
                commit("badName", "tree " + empty + "\nauthor A> <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n\nx\n"),
                commit("badDate", "tree " + empty + "\nauthor A <a@b> x +0000\ncommitter A <a@b> 1 +0000\n\nx\n"),
                commit(
                        "zeroPaddedDate",
                        "tree " + empty + "\nauthor A <a@b> 01 +0000\ncommitter A <a@b> 1 +0000\n\nx\n"),
                commit(
                        "badDateOverflow",
                        "tree " + empty
                                + "\nauthor A <a@b> 99999999999999999999 +0000\ncommitter A <a@b> 1 +0000\n\nx\n"),
                commit("badTimezone", "tree " + empty + "\nauthor A <a@b> 1 zone\ncommitter A <a@b> 1 +0000\n\nx\n"),
                commit(
                        "nulInHeader",
                        "tree " + empty + "\nauthor A\0B <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n\nx\n"),
                commit(
                        "nulInCommit",
                        "tree " + empty + "\nauthor A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n\nx\0y\n"),
                commit("unterminatedHeader", "tree " + empty + "\nauthor A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000"),
                tag("missingObject", "type commit\ntag x\ntagger A <a@b> 1 +0000\n\nx\n"),
                tag("missingTypeEntry", "object " + head() + "\ntag x\ntagger A <a@b> 1 +0000\n\nx\n"),
                tag("invalid type", "object " + head() + "\ntype nonsense\ntag x\ntagger A <a@b> 1 +0000\n\nx\n"),
                tag("missingTagEntry", "object " + head() + "\ntype commit\ntagger A <a@b> 1 +0000\n\nx\n"),
                tag("is not a tree", "object " + head() + "\ntype tree\ntag x\ntagger A <a@b> 1 +0000\n\nx\n"),
                gitmodules("gitmodulesUrl", "[submodule \"x\"]\n\turl = -u./payload\n\tpath = x\n"),
                gitmodules("gitmodulesPath", "[submodule \"x\"]\n\turl = http://x\n\tpath = -x\n"),
                gitmodules("gitmodulesName", "[submodule \"../x\"]\n\turl = http://x\n\tpath = x\n"),
                gitmodules("gitmodulesParse", "[submodule \"x\n"),
                gitattributes("gitattributesLineLength", "a".repeat(3000) + " x\n"));
    }

    private static String head() {
        return head;
    }

    private static Lie tree(String told, byte[] tree) {
        byte[] commit = Pack.commit(Pack.id(Pack.TREE, tree));
        byte[] pack = new Pack()
                .object(Pack.COMMIT, commit)
                .object(Pack.TREE, tree)
                .object(Pack.TREE, new byte[0])
                .object(Pack.BLOB, TEXT)
                .bytes();
        return new Lie(told, pack, Pack.id(Pack.COMMIT, commit), told);
    }

    private static Lie commit(String told, String text) {
        byte[] commit = text.getBytes(UTF_8);
        byte[] pack = new Pack()
                .object(Pack.COMMIT, commit)
                .object(Pack.TREE, new byte[0])
                .bytes();
        return new Lie(told, pack, Pack.id(Pack.COMMIT, commit), told);
    }

    private static Lie tag(String told, String text) {
        byte[] tag = text.getBytes(UTF_8);
        return new Lie("tag: " + told, new Pack().object(Pack.TAG, tag).bytes(), Pack.id(Pack.TAG, tag), told);
    }

    private static Lie file(String told, String name, String content) {
        byte[] blob = content.getBytes(UTF_8);
        byte[] tree = Pack.entry("100644", name, Pack.id(Pack.BLOB, blob));
        byte[] commit = Pack.commit(Pack.id(Pack.TREE, tree));
        byte[] pack = new Pack()
                .object(Pack.COMMIT, commit)
                .object(Pack.TREE, tree)
                .object(Pack.BLOB, blob)
                .bytes();
        return new Lie(told, pack, Pack.id(Pack.COMMIT, commit), told);
    }

    private static Lie gitmodules(String told, String content) {
        return file(told, ".gitmodules", content);
    }

    private static Lie gitattributes(String told, String content) {
        return file(told, ".gitattributes", content);
    }

    @ParameterizedTest
    @MethodSource("unsound")
    void an_object_that_fsck_would_not_have_is_refused_in_its_words(Lie lie) throws IOException {
        assertThat(push(lie.pack, lie.tip)).contains("unpack error ").contains(lie.told);
    }

    @Test
    void whatever_is_damaged_leaves_nothing_behind() throws IOException {
        var packs = folder.resolve("packs");
        Files.createDirectories(packs);
        git.commit("next.txt", "next\n".repeat(50));
        String tip = git.ok("rev-parse", "HEAD");
        String id = git.feed(
                        "main\n^main~3\n",
                        "pack-objects",
                        "--revs",
                        "-q",
                        packs.resolve("p").toString())
                .ok();
        byte[] pack = Files.readAllBytes(packs.resolve("p-" + id + ".pack"));
        for (long seed = 1; seed <= DAMAGED; seed++) {
            byte[] damaged = damaged(pack, new SplittableRandom(seed));
            assertThat(push(damaged, tip)).as("seed " + seed).doesNotContain("ok refs/heads/evil");
        }
        git.ok("reset", "-q", "--hard", head);
    }

    /// Cuts, flips or repeats; every other one gets the right trailer, so that more than the sum must notice.
    private static byte[] damaged(byte[] pack, SplittableRandom random) {
        int end = pack.length - 20;
        int at = random.nextInt(13, end);
        byte[] body =
                switch (random.nextInt(3)) {
                    case 0 -> Arrays.copyOf(pack, at);
                    case 1 -> {
                        byte[] flipped = Arrays.copyOf(pack, end);
                        flipped[at] ^= (byte) (1 << random.nextInt(8));
                        yield flipped;
                    }
                    default ->
                        Pack.join(Arrays.copyOf(pack, at), Arrays.copyOfRange(pack, random.nextInt(12, at), end));
                };
        return random.nextBoolean() ? Pack.sealed(body) : Pack.join(body, new byte[20]);
    }
}
