package dev.hob.node.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;
import org.eclipse.jgit.lib.MutableObjectId;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.sha1.SHA1;
import org.eclipse.jgit.util.sha1.Sha1CollisionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Names by the quick hash, judged by the careful one.
@Timeout(60)
class FollowedSha1Test {
    private static final long SEED = 2017;

    /// The first 320 bytes of the two files of 2017 (shattered.io) that have one SHA-1: the collision itself.
    private static final String SHATTERED =
            "255044462d312e330a25e2e3cfd30a0a0a312030206f626a0a3c3c2f57696474682032203020522f"
                    + "4865696768742033203020522f547970652034203020522f537562747970652035203020522f4669"
                    + "6c7465722036203020522f436f6c6f7253706163652037203020522f4c656e677468203820302052"
                    + "2f42697473506572436f6d706f6e656e7420383e3e0a73747265616d0affd8fffe00245348412d31"
                    + "20697320646561642121212121852fec092339759c39b1a1c63c4c97e1fffe017f46dc93a6b67e01"
                    + "3b029aaa1db2560b45ca67d688c7f84b8c4c791fe02b3df614f86db1690901c56b45c1530afedfb7"
                    + "6038e972722fe7ad728f0e4904e046c230570fe9d41398abe12ef5bc942be33542a4802d98b5d70f"
                    + "2a332ec37fac3514e74ddc0f2cc1a874cd0c78305a21566461309789606bd0bf3f98cda8044629a1";

    @Test
    void objects_have_the_names_that_jgit_gives_them() {
        var random = new Random(SEED);
        try (var hash = new FollowedSha1()) {
            for (int object = 0; object < 300; object++) {
                byte[] bytes = new byte[random.nextInt(object % 50 == 0 ? 300_000 : 2_000)];
                random.nextBytes(bytes);
                int middle = bytes.length / 3;
                hash.reset();
                if (object % 7 == 0) {
                    hash.update(new byte[middle]);
                    hash.reset();
                }
                hash.update(bytes, 0, middle);
                hash.update(bytes, middle, bytes.length - middle);
                var id = new MutableObjectId();
                hash.digest(id);
                assertThat(id.toObjectId()).isEqualTo(careful(bytes));
            }
            hash.finish();
        }
    }

    private static ObjectId careful(byte[] bytes) {
        var hash = SHA1.newInstance();
        hash.update(bytes);
        return hash.toObjectId();
    }

    @Test
    void a_collision_is_found_among_few_bytes() {
        try (var hash = new FollowedSha1()) {
            feed(hash, HexFormat.of().parseHex(SHATTERED));
            assertThatThrownBy(hash::finish).isInstanceOf(Sha1CollisionException.class);
        }
    }

    @Test
    void a_collision_is_found_among_many_bytes_and_what_comes_after_it_is_taken() {
        try (var hash = new FollowedSha1()) {
            feed(hash, new byte[1 << 20]);
            feed(hash, HexFormat.of().parseHex(SHATTERED));
            for (int i = 0; i < 100; i++) feed(hash, new byte[1 << 16]);
            assertThatThrownBy(hash::finish).isInstanceOf(Sha1CollisionException.class);
        }
    }

    @Test
    void two_hashes_that_disagree_stop_the_push() {
        var other = SHA1.newInstance();
        other.update((byte) 1);
        try (var hash = new FollowedSha1(other)) {
            feed(hash, new byte[10]);
            assertThatThrownBy(hash::finish).hasMessageContaining("disagree");
        }
    }

    private static void feed(SHA1 hash, byte... bytes) {
        hash.reset();
        hash.update(bytes);
        hash.toObjectId();
    }

    @Test
    void the_parser_of_this_jgit_takes_it() throws IOException {
        try (var repository = new FileRepositoryBuilder()
                        .setGitDir(Path.of("target", "nowhere.git").toFile())
                        .build();
                var inserter = repository.newObjectInserter()) {
            var parser = inserter.newPackParser(InputStream.nullInputStream());
            assertThat(FollowedSha1.into(parser)).isPresent();
        }
    }
}
