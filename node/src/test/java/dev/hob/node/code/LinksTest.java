package dev.hob.node.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TagBuilder;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.Test;

/// Whether a pack holds all that it names, as [Fsck] sees its objects.
class LinksTest {
    private static final PersonIdent ALICE = new PersonIdent("Alice", "alice@example.org");

    private Fsck fsck = new Fsck();
    private final ObjectInserter.Formatter names = new ObjectInserter.Formatter();

    private ObjectId come(int type, byte[] raw) throws CorruptObjectException {
        var id = names.idFor(type, raw);
        fsck.check(id, type, raw);
        return id;
    }

    private ObjectId blob(String text) throws CorruptObjectException {
        return come(Constants.OBJ_BLOB, Constants.encode(text));
    }

    private static byte[] tree(FileMode mode, ObjectId id) {
        var tree = new TreeFormatter();
        tree.append("name", mode, id);
        return tree.toByteArray();
    }

    private static byte[] commit(ObjectId tree, ObjectId... parents) throws IOException {
        var commit = new CommitBuilder();
        commit.setTreeId(tree);
        commit.setParentIds(parents);
        commit.setAuthor(ALICE);
        commit.setCommitter(ALICE);
        commit.setMessage("parent of nothing\n");
        return commit.build();
    }

    @Test
    void a_history_with_all_its_parts_holds() throws IOException {
        var inner = come(Constants.OBJ_TREE, tree(FileMode.REGULAR_FILE, blob("one")));
        var tree = come(Constants.OBJ_TREE, tree(FileMode.TREE, inner));
        var first = come(Constants.OBJ_COMMIT, commit(tree));
        var second = come(Constants.OBJ_COMMIT, commit(inner, first, come(Constants.OBJ_COMMIT, commit(inner))));
        var tag = new TagBuilder();
        tag.setObjectId(second, Constants.OBJ_COMMIT);
        tag.setTag("v1");
        tag.setTagger(ALICE);
        tag.setMessage("one\n");
        var tagged = come(Constants.OBJ_TAG, tag.build());
        assertThat(fsck.links().hold(List.of(second, tagged, tree))).isTrue();
    }

    @Test
    void a_missing_parent_is_noticed() throws IOException {
        var tree = come(Constants.OBJ_TREE, tree(FileMode.REGULAR_FILE, blob("one")));
        var missing = names.idFor(Constants.OBJ_COMMIT, commit(tree));
        var tip = come(Constants.OBJ_COMMIT, commit(tree, missing));
        assertThat(fsck.links().hold(List.of(tip))).isFalse();
    }

    @Test
    void a_missing_file_and_a_missing_tip_are_noticed() throws IOException {
        var tree = come(Constants.OBJ_TREE, tree(FileMode.REGULAR_FILE, names.idFor(Constants.OBJ_BLOB, new byte[1])));
        assertThat(fsck.links().hold(List.of(come(Constants.OBJ_COMMIT, commit(tree)))))
                .isFalse();
        assertThat(new Fsck().links().hold(List.of(tree))).isFalse();
    }

    @Test
    void a_file_that_is_a_folder_elsewhere_is_noticed() throws IOException {
        var inner = come(Constants.OBJ_TREE, tree(FileMode.REGULAR_FILE, blob("one")));
        var wrong = come(Constants.OBJ_TREE, tree(FileMode.REGULAR_FILE, inner));
        assertThat(fsck.links().hold(List.of(come(Constants.OBJ_COMMIT, commit(wrong)))))
                .isFalse();
    }

    @Test
    void what_one_pack_names_may_come_with_another() throws IOException {
        var tree = come(Constants.OBJ_TREE, tree(FileMode.REGULAR_FILE, blob("one")));
        var first = fsck.links();
        fsck = new Fsck();
        var tip = come(Constants.OBJ_COMMIT, commit(tree));
        assertThat(fsck.links().hold(List.of(tip))).isFalse();
        assertThat(Links.hold(List.of(first, fsck.links()), List.of(tip))).isTrue();
    }

    @Test
    void a_pack_is_all_that_its_tips_lead_to_or_more_or_less() throws IOException {
        var tree = come(Constants.OBJ_TREE, tree(FileMode.REGULAR_FILE, blob("one")));
        var first = come(Constants.OBJ_COMMIT, commit(tree));
        var tip = come(Constants.OBJ_COMMIT, commit(tree, first));
        assertThat(fsck.links().areAll(Set.of(tip), 4)).isTrue();
        assertThat(fsck.links().areAll(Set.of(tip, first), 4)).isTrue();
        assertThat(fsck.links().areAll(Set.of(first), 4)).isFalse();
        assertThat(fsck.links().areAll(Set.of(tip), 5)).isFalse();
        assertThat(fsck.links().areAll(Set.of(), 0)).isFalse();
        blob("nobody's");
        assertThat(fsck.links().areAll(Set.of(tip), 5)).isFalse();
    }

    @Test
    void a_submodule_is_somewhere_else() throws IOException {
        var tree = come(Constants.OBJ_TREE, tree(FileMode.GITLINK, ObjectId.fromString("1".repeat(40))));
        assertThat(fsck.links().hold(List.of(come(Constants.OBJ_COMMIT, commit(tree)))))
                .isTrue();
    }
}
