package dev.hob.node.git;

import java.lang.reflect.Field;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.MutableObjectId;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.PackParser;
import org.eclipse.jgit.util.sha1.SHA1;
import org.eclipse.jgit.util.sha1.Sha1CollisionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Names objects with Java's own SHA-1, which the processor does in hardware, while JGit's, which detects collisions
/// (Stevens, "Counter-cryptanalysis", 2013) and is several times slower, follows over the same bytes on another
/// thread. Nothing that came is to be believed before [#finish] has returned. Fed by one thread.
final class FollowedSha1 extends SHA1 implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FollowedSha1.class);

    /// Less than this is followed without a thread.
    private static final int BLOCK_BYTES = 64 << 10;

    /// So far the follower may be behind.
    private static final int BLOCKS_MAX = 16;

    private static final Optional<Field> HASHER = hasher();

    /// Where an object ends within a block, and its name; without one its bytes were given up.
    private record End(int at, Optional<ObjectId> id) {}

    /// Bytes of objects, one after the other; an object may go on in the next block.
    private static final class Block {
        private final byte[] bytes = new byte[BLOCK_BYTES];
        private final List<End> ends = new ArrayList<>();
        private int length;
        private boolean last;
    }

    private final MessageDigest quick = Constants.newMessageDigest();
    private final SHA1 careful;
    private final BlockingQueue<Block> waiting = new ArrayBlockingQueue<>(BLOCKS_MAX);
    private Block block = new Block();
    private boolean begun;
    private Optional<Thread> follower = Optional.empty();
    /// Written by the follower, read after it has ended.
    private Optional<RuntimeException> failure = Optional.empty();

    FollowedSha1() {
        this(SHA1.newInstance());
    }

    /// @param careful the hash that follows
    FollowedSha1(SHA1 careful) {
        this.careful = careful;
    }

    /// Lets a parser name its objects this way. JGit offers no way to give a parser another hash, so this reaches
    /// for its field; where there is none, JGit's own stays in place: as careful, but slower.
    static Optional<FollowedSha1> into(PackParser parser) {
        return HASHER.map(field -> {
            var hash = new FollowedSha1();
            try {
                field.set(parser, hash);
            } catch (IllegalAccessException e) {
                throw new AssertionError("the field was made accessible", e);
            }
            return hash;
        });
    }

    private static Optional<Field> hasher() {
        try {
            var field = PackParser.class.getDeclaredField("objectHasher");
            field.setAccessible(true);
            return Optional.of(field);
        } catch (NoSuchFieldException | RuntimeException e) {
            LOG.warn("this JGit hashes packs in another way; pushes will be slower", e);
            return Optional.empty();
        }
    }

    @Override
    public void update(byte b) {
        update(new byte[] {b}, 0, 1);
    }

    @Override
    public void update(byte[] in) {
        update(in, 0, in.length);
    }

    @Override
    public void update(byte[] in, int at, int length) {
        quick.update(in, at, length);
        begun = true;
        while (length > 0) {
            if (block.length == BLOCK_BYTES) hand(false);
            int now = Math.min(length, BLOCK_BYTES - block.length);
            System.arraycopy(in, at, block.bytes, block.length, now);
            block.length += now;
            at += now;
            length -= now;
        }
    }

    @Override
    public byte[] digest() {
        byte[] id = quick.digest();
        end(Optional.of(ObjectId.fromRaw(id)));
        return id;
    }

    @Override
    public ObjectId toObjectId() {
        return ObjectId.fromRaw(digest());
    }

    @Override
    public void digest(MutableObjectId id) {
        id.fromRaw(digest(), 0);
    }

    @Override
    public SHA1 reset() {
        quick.reset();
        if (begun) end(Optional.empty());
        return this;
    }

    private void end(Optional<ObjectId> id) {
        block.ends.add(new End(block.length, id));
        begun = false;
    }

    /// The follower always looks for collisions.
    @Override
    public SHA1 setDetectCollision(boolean detect) {
        return this;
    }

    /// Only [#finish] knows.
    @Override
    public boolean hasCollision() {
        return false;
    }

    private void hand(boolean last) {
        block.last = last;
        if (follower.isEmpty())
            follower = Optional.of(
                    Thread.ofPlatform().daemon().name("sha1-follower").start(this::follow));
        try {
            waiting.put(block);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a pack was hashed", e);
        }
        block = new Block();
    }

    private void follow() {
        try {
            Block next;
            do {
                next = waiting.take();
                if (failure.isEmpty()) check(next);
            } while (!next.last);
        } catch (InterruptedException _) {
            // The push was given up.
        }
    }

    private void check(Block next) {
        try {
            int from = 0;
            for (var end : next.ends) {
                careful.update(next.bytes, from, end.at() - from);
                from = end.at();
                if (end.id().isPresent()
                        && !careful.toObjectId().equals(end.id().get()))
                    throw new IllegalStateException(
                            "two hashes disagree on " + end.id().get().name());
                careful.reset();
            }
            careful.update(next.bytes, from, next.length - from);
        } catch (RuntimeException e) {
            failure = Optional.of(e);
        }
    }

    /// Waits for the follower.
    ///
    /// @throws Sha1CollisionException if an object was made to collide with another
    void finish() {
        if (follower.isEmpty()) {
            check(block);
        } else {
            hand(true);
            try {
                follower.get().join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while a pack was hashed", e);
            }
        }
        failure.ifPresent(e -> {
            throw e;
        });
    }

    /// Ends the follower, also in the middle.
    @Override
    public void close() {
        follower.ifPresent(Thread::interrupt);
    }
}
