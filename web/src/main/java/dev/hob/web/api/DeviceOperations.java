package dev.hob.web.api;

import dev.hob.keys.DidKey;
import dev.hob.keys.Secret;
import dev.hob.node.Node;
import dev.hob.node.people.DeviceKeys;
import dev.hob.node.people.Person;
import dev.hob.node.people.Scope;
import dev.hob.web.api.json.Device;
import dev.hob.web.api.json.DeviceChallenge;
import dev.hob.web.api.json.LinkDevice;
import dev.hob.web.html.Stop;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;

/// The keys that an account's computers sign with. Ours alone: Gitea knows no such thing.
final class DeviceOperations {
    private static final String SSH = "-----BEGIN SSH SIGNATURE-----";

    private final Node node;

    DeviceOperations(Node node) {
        this.node = node;
    }

    void declare(Operations all) {
        all.chapter("Devices");
        all.get("userListDevices", "/user/devices", "The keys that the caller's computers sign with")
                .known()
                .scope(Scope.READ_USER)
                .lists(
                        Device.class,
                        call -> Listed.of(node.devices().of(call.person()), call.slice(), DeviceOperations::shape));
        all.post("userChallengeDevice", "/user/devices/challenge", "Begin to link a computer's key")
                .known()
                .scope(Scope.WRITE_USER)
                .creates(
                        DeviceChallenge.class,
                        call -> new DeviceChallenge(
                                node.devices().challenge(whole(call)).text(),
                                call.links().base(),
                                call.person().name()));
        all.post("userLinkDevice", "/user/devices", "Link a computer's key, which has signed a challenge")
                .known()
                .scope(Scope.WRITE_USER)
                .takes(LinkDevice.class)
                .creates(Device.class, this::link);
        all.delete("userRevokeDevice", "/user/devices/{did}", "Revoke a computer's key")
                .known()
                .scope(Scope.WRITE_USER)
                .does(this::revoke);
    }

    private static Device shape(DeviceKeys.Device device) {
        return new Device(device.key().did(), device.name(), device.added());
    }

    /// What signs for somebody everywhere is not for a token that reaches some repositories only.
    private static Person whole(Call call) {
        call.unlimited();
        return call.person();
    }

    private Device link(Call call) throws IOException {
        var asked = call.body(LinkDevice.class);
        var key = key(asked.did()).orElseThrow(() -> new Stop(422, "[did]: this is no did:key of an Ed25519 key"));
        var nonce = Optional.of(asked.nonce()).filter(it -> !it.isBlank());
        if (nonce.isEmpty()) throw new Stop(422, "[nonce]: ask for a challenge first");
        var person = whole(call);
        var word = Secret.of(nonce.get());
        String base = call.links().base();
        String signed = asked.signature();
        var linking = signed.strip().startsWith(SSH)
                ? node.devices().link(person, base, asked.name(), key, word, signed)
                : node.devices().link(person, base, asked.name(), key, word, signature(signed));
        return switch (linking) {
            case DeviceKeys.Linking.Linked(var device) -> {
                node.seeds().meet(call.person());
                yield shape(device);
            }
            case DeviceKeys.Linking.Refused(String told) -> throw new Stop(422, told);
        };
    }

    private static byte[] signature(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new Stop(422, "[signature]: this is no base64");
        }
    }

    private static Optional<DidKey> key(String text) {
        try {
            return Optional.of(DidKey.parse(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // A client's text that names no key.
        }
    }

    private void revoke(Call call) {
        boolean there = key(call.part("did"))
                .filter(key -> node.devices().revoke(whole(call), key))
                .isPresent();
        if (!there) throw Call.missing();
        node.seeds().meet(call.person());
    }
}
