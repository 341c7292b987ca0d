package dev.hob.node.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.keys.DeviceLink;
import dev.hob.keys.MasterKey;
import dev.hob.keys.Secret;
import dev.hob.keys.SigningKey;
import dev.hob.node.Node;
import dev.hob.node.db.DatabaseConfig;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceKeysTest {
    private static final String HERE = "https://hob.example";

    @TempDir
    Path data;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-26T12:00:00Z"));
    private final SigningKey laptop = SigningKey.generate(new SecureRandom());
    private Node node;
    private Person alice;
    private Person bob;

    @BeforeEach
    void open() {
        node = Node.open(
                data,
                DatabaseConfig.sqlite(data.resolve("hob.db")),
                MasterKey.open(data.resolve("master.key")),
                now::get);
        alice = person("alice");
        bob = person("bob");
    }

    @AfterEach
    void close() {
        node.close();
    }

    private Person person(String name) {
        var made = node.people().create(name, name + "@example.org", Optional.empty(), false);
        return ((People.Creation.Created) made).person();
    }

    private DeviceKeys.Linking link(Person person, SigningKey key, Secret nonce, byte[] word) {
        return node.devices().link(person, HERE, "laptop", key.publicKey(), nonce, word);
    }

    private DeviceKeys.Linking link(Person person, SigningKey key) {
        var nonce = node.devices().challenge(person);
        return link(person, key, nonce, DeviceLink.sign(key, HERE, person.name(), nonce.text()));
    }

    private static String refusal(DeviceKeys.Linking linking) {
        assertThat(linking).isInstanceOf(DeviceKeys.Linking.Refused.class);
        return ((DeviceKeys.Linking.Refused) linking).told();
    }

    @Test
    void what_a_device_signs_is_its_persons() {
        assertThat(link(alice, laptop)).isInstanceOf(DeviceKeys.Linking.Linked.class);
        assertThat(link(alice, laptop)).as("again").isInstanceOf(DeviceKeys.Linking.Linked.class);
        assertThat(node.devices().of(alice)).hasSize(1);
        assertThat(node.people().byKey(laptop.publicKey())).contains(alice);
        assertThat(node.people().byKeys(List.of(laptop.publicKey(), bob.key(), alice.key())))
                .containsEntry(laptop.publicKey(), alice)
                .containsEntry(alice.key(), alice)
                .containsEntry(bob.key(), bob)
                .hasSize(3);
        assertThat(node.devices().keysOf(alice)).containsExactlyInAnyOrder(alice.key(), laptop.publicKey());
    }

    @Test
    void a_revoked_device_keeps_what_it_signed_and_never_comes_back() {
        link(alice, laptop);
        assertThat(node.devices().revoke(bob, laptop.publicKey())).isFalse();
        assertThat(node.devices().revoke(alice, laptop.publicKey())).isTrue();
        assertThat(node.devices().revoke(alice, laptop.publicKey())).isFalse();
        assertThat(node.devices().of(alice)).isEmpty();
        assertThat(node.people().byKey(laptop.publicKey())).contains(alice);
        assertThat(refusal(link(alice, laptop))).contains("revoked");
        assertThat(refusal(link(bob, laptop))).contains("another account");
    }

    @Test
    void a_key_speaks_for_itself_once_soon_and_for_one_account_of_one_node() {
        var nonce = node.devices().challenge(alice);
        byte[] word = DeviceLink.sign(laptop, HERE, "alice", nonce.text());
        assertThat(refusal(link(bob, laptop, nonce, DeviceLink.sign(laptop, HERE, "bob", nonce.text()))))
                .as("a challenge of somebody else's")
                .contains("not open");
        assertThat(link(alice, laptop, nonce, word)).isInstanceOf(DeviceKeys.Linking.Linked.class);
        assertThat(refusal(link(alice, laptop, nonce, word)))
                .as("it was used up")
                .contains("not open");
        assertThat(node.devices().revoke(alice, laptop.publicKey())).isTrue();

        var second = node.devices().challenge(alice);
        byte[] elsewhere = DeviceLink.sign(laptop, "https://evil.example", "alice", second.text());
        assertThat(refusal(link(alice, laptop, second, elsewhere))).contains("not signed that");
        var third = node.devices().challenge(alice);
        byte[] others = DeviceLink.sign(SigningKey.generate(new SecureRandom()), HERE, "alice", third.text());
        assertThat(refusal(link(alice, laptop, third, others))).contains("not signed that");

        var late = node.devices().challenge(alice);
        now.set(now.get().plus(Duration.ofMinutes(16)));
        assertThat(refusal(link(alice, laptop, late, DeviceLink.sign(laptop, HERE, "alice", late.text()))))
                .contains("not open");
        assertThat(node.devices().of(alice)).isEmpty();
    }

    @Test
    void a_key_that_the_node_holds_is_no_devices_and_the_other_way_round() {
        var held = node.custody().signingKey(bob.key()).orElseThrow();
        assertThat(refusal(link(alice, held))).contains("signs with that key itself");
        link(alice, laptop);
        assertThat(node.custody().adopt(bob, laptop))
                .hasValueSatisfying(told -> assertThat(told).contains("device"));
    }

    @Test
    void devices_end_with_their_account() {
        link(bob, laptop);
        assertThat(node.delete(bob)).isEmpty();
        assertThat(node.devices().find(laptop.publicKey()))
                .hasValueSatisfying(device -> assertThat(device.revoked()).isPresent());
        assertThat(node.people().byKey(laptop.publicKey())).isEmpty();
    }
}
