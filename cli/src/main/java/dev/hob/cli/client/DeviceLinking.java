package dev.hob.cli.client;

import dev.hob.cli.remote.Answer;
import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Device;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.NodeUrl;
import dev.hob.keys.DeviceLink;
import dev.hob.keys.Secret;
import dev.hob.keys.SigningKey;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/// Makes a key for this computer and has a node take it for its account's: the key signs the node's challenge.
final class DeviceLinking {
    private static final String DEVICES = "/user/devices";

    sealed interface Outcome {
        record Linked(Device device) implements Outcome {}

        /// The node knows no such thing.
        record Unknown() implements Outcome {}

        record Refused(String told) implements Outcome {}
    }

    private final Client client;
    private final NodeUrl node;
    private final String account;
    private final String name;

    /// @param name what this computer is called
    DeviceLinking(Client client, NodeUrl node, String account, String name) {
        this.client = client;
        this.node = node;
        this.account = account;
        this.name = name;
    }

    /// Links the key that there was, when there was one and the node still takes it; else a fresh one.
    Outcome link(Optional<Device> before) {
        if (before.isPresent() && link(key(before.get())) instanceof Outcome.Linked linked) return linked;
        return link(SigningKey.generate(new SecureRandom()));
    }

    static SigningKey key(Device device) {
        return SigningKey.ofSeed(Base64.getDecoder().decode(device.seed().text()));
    }

    private Outcome link(SigningKey key) {
        var challenge = client.post(DEVICES + "/challenge", Json.fields());
        if (challenge instanceof Answer.Refused refused) return refused(refused);
        var asked = challenge.must();
        String at = asked.text("node").orElse("");
        // What is signed names the node, so that nobody in between can use it at another.
        if (!NodeUrl.of(at).equals(Optional.of(node)))
            return new Outcome.Refused("the node calls itself " + at + ": log in there");
        String nonce = asked.text("nonce").orElse("");
        if (nonce.isBlank()) return new Outcome.Unknown();
        String word = Base64.getEncoder().encodeToString(DeviceLink.sign(key, at, account(asked), nonce));
        var sent = Json.fields()
                .with("name", name)
                .with("did", key.publicKey().did())
                .with("nonce", nonce)
                .with("signature", word);
        if (client.post(DEVICES, sent) instanceof Answer.Refused refused) return refused(refused);
        var seed = Secret.of(Base64.getEncoder().encodeToString(key.seed()));
        return new Outcome.Linked(new Device(key.publicKey().did(), seed));
    }

    /// As the node writes it; another account's name is not signed for.
    private String account(Json asked) {
        return asked.text("account").filter(account::equalsIgnoreCase).orElse(account);
    }

    private static Outcome refused(Answer.Refused refused) {
        boolean unknown = refused.status() == 404 || refused.status() == 405;
        return unknown ? new Outcome.Unknown() : new Outcome.Refused(refused.told());
    }
}
