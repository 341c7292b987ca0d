package dev.hob.p2p.protocol;

import dev.hob.keys.DidKey;
import dev.hob.keys.SigningKey;
import dev.hob.node.log.RepoId;
import dev.hob.p2p.wire.Address;
import dev.hob.p2p.wire.Agent;
import dev.hob.p2p.wire.Alias;
import dev.hob.p2p.wire.Announcement;
import dev.hob.p2p.wire.Message;
import dev.hob.p2p.wire.Notice;
import dev.hob.p2p.wire.Oid;
import dev.hob.p2p.wire.RefsAt;
import dev.hob.p2p.wire.Signature;
import dev.hob.p2p.wire.Timestamp;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A peer that lies: about its inventory, about others' refs, about time; forges, repeats and floods.
final class Mallory implements World.Endpoint {
    private final World world;
    private final SigningKey key;
    private final Address address;
    private final List<RepoId> repositories;
    private final List<VirtualNode> victims;
    private final List<Announcement> overheard = new ArrayList<>();

    Mallory(World world, int number, List<RepoId> repositories, List<VirtualNode> victims) {
        this.world = world;
        this.key = SigningKey.ofSeed(
                ByteBuffer.allocate(32).putInt(1_000_000 + number).array());
        this.address = Cast.address(100_000 + number);
        this.repositories = repositories;
        this.victims = victims;
        world.add(this);
    }

    @Override
    public DidKey key() {
        return key.publicKey();
    }

    @Override
    public Address address() {
        return address;
    }

    @Override
    public boolean isUp() {
        return true;
    }

    @Override
    public boolean admits(Address from) {
        return true;
    }

    @Override
    public void on(Input input) {
        if (input instanceof Input.Received received
                && received.message() instanceof Announcement announcement
                && overheard.size() < 200) overheard.add(announcement);
    }

    /// Its signed refs are its own invention.
    @Override
    public Optional<Map<DidKey, Oid>> serve(RepoId repository, DidKey to, boolean proven) {
        var forged =
                Oid.of(ByteBuffer.allocate(20).putLong(world.random.nextLong()).array());
        return world.chance(0.5) ? Optional.empty() : Optional.of(Map.of(victim().key(), forged));
    }

    private VirtualNode victim() {
        return victims.get(world.random.nextInt(victims.size()));
    }

    /// Visits somebody, introduces itself, and then misbehaves.
    void visit() {
        var victim = victim();
        if (!victim.admits(address)) return;
        var cable = world.connect(this, victim);
        world.say(this, cable, node().signedBy(key));
        var lies = world.random.nextInt(5);
        int times = lies == 4 ? 1_500 : 20;
        for (int i = 0; i < times; i++) {
            var lie = lie(lies);
            world.after(Duration.ofMillis(200 + world.random.nextInt(3_000)), () -> {
                if (cable.isOpen()) world.say(this, cable, lie);
            });
        }
    }

    private Message lie(int kind) {
        return switch (kind) {
            case 0 -> forged();
            case 1 -> new Notice.Inventory(repositories, timestamp()).signedBy(key);
            case 2 ->
                new Notice.Inventory(repositories, Timestamp.of(world.now.plus(Duration.ofDays(2)))).signedBy(key);
            case 3 ->
                overheard.isEmpty()
                        ? forged()
                        : overheard.get(world.random.nextInt(overheard.size())); // said again, much later
            default -> new Notice.Refs(some(repositories), refs(), timestamp()).signedBy(key);
        };
    }

    /// In the name of another.
    private Announcement forged() {
        var notice = new Notice.Inventory(List.of(), timestamp());
        byte[] signature = new byte[Signature.BYTES];
        for (int i = 0; i < signature.length; i++) signature[i] = (byte) world.random.nextInt();
        return new Announcement(victim().key(), Signature.of(signature), notice);
    }

    private List<RefsAt> refs() {
        var invented =
                Oid.of(ByteBuffer.allocate(20).putLong(world.random.nextLong()).array());
        return List.of(new RefsAt(victim().key(), invented));
    }

    private Notice.Node node() {
        return new Notice.Node(
                1, Notice.Node.SEED, timestamp(), new Alias("mallory"), List.of(address), 1, new Agent("/evil:1/"));
    }

    private Timestamp timestamp() {
        return Timestamp.of(world.now.plus(Duration.ofMinutes(world.random.nextInt(40))));
    }

    private <T> T some(List<T> things) {
        return things.get(world.random.nextInt(things.size()));
    }

    @Override
    public String toString() {
        return "mallory";
    }
}
