package dev.hob.web.login;

import static dev.hob.web.text.Messages.text;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.keys.DeviceLink;
import dev.hob.keys.DidKey;
import dev.hob.keys.KeyException;
import dev.hob.keys.OpenSshKey;
import dev.hob.keys.Secret;
import dev.hob.keys.SshPublicKey;
import dev.hob.node.Node;
import dev.hob.node.people.DeviceKeys;
import dev.hob.node.people.Person;
import dev.hob.node.people.SshKeys;
import dev.hob.web.html.Form;
import dev.hob.web.html.KeyLine;
import dev.hob.web.html.Notice;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Visit;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The keys of a person: SSH keys that vouch for commits, as anyone may read them, those of their computers, and
/// the one that signs here.
public final class KeyPages {
    private static final Logger LOG = LoggerFactory.getLogger(KeyPages.class);
    private static final int PASSPHRASE_CHARACTERS_MIN = 8;
    private static final int PASSPHRASE_CHARACTERS_MAX = 256;

    private final Node node;

    public KeyPages(Node node) {
        this.node = node;
    }

    /// The SSH keys, and the form for another.
    public void show(Visit visit) {
        show(visit, visit.signedIn(), 200, Form.EMPTY);
    }

    /// Adds an SSH key.
    public void add(Visit visit) {
        var person = visit.signedIn();
        var form = visit.form("key", "title");
        switch (node.sshKeys().add(person, form.value("title"), form.value("key"))) {
            case SshKeys.Addition.Kept _ -> visit.go("/settings/keys", Notice.KEY_ADDED);
            case SshKeys.Addition.Untitled(String told) -> show(visit, person, 422, form.wrong("title", told));
            case SshKeys.Addition.Refused(String told) -> {
                // What was pasted may be a private key: it is not sent back.
                var kept = new Form(Map.of("title", form.value("title")), Map.of("key", told));
                show(visit, person, 422, kept);
            }
        }
    }

    /// Takes an SSH key off the account.
    public void remove(Visit visit) {
        if (!node.sshKeys().remove(visit.signedIn(), visit.part("id"))) throw Stop.notFound();
        visit.go("/settings/keys", Notice.KEY_REMOVED);
    }

    /// Ends a device of the account's.
    public void revoke(Visit visit) {
        boolean there = key(visit.part("nid"))
                .filter(key -> node.devices().revoke(visit.signedIn(), key))
                .isPresent();
        if (!there) throw Stop.notFound();
        node.seeds().meet(visit.signedIn());
        visit.go("/settings/keys", Notice.DEVICE_REVOKED);
    }

    /// Asks a key that is held elsewhere for its word.
    public void ask(Visit visit) {
        var person = visit.signedIn();
        var form = visit.form("did", "name");
        var key = held(form.value("did"));
        if (key.isEmpty()) {
            show(visit, person, 422, form.wrong("did", text("login.neither-a-did-nor-a-key")));
            return;
        }
        if (form.value("name").isBlank()) {
            show(visit, person, 422, form.wrong("name", text("login.say-what-you-call-it")));
            return;
        }
        askAgain(visit, person, 200, key.get(), form, node.devices().challenge(person));
    }

    /// Links the key when it has signed.
    public void link(Visit visit) {
        var person = visit.signedIn();
        var form = visit.form("did", "name", "nonce", "signature");
        var key = key(form.value("did")).orElseThrow(Stop::notFound);
        if (form.value("nonce").isBlank()) throw Stop.notFound();
        var nonce = Secret.of(form.value("nonce"));
        var linking = node.devices()
                .link(person, visit.base().toString(), form.value("name"), key, nonce, form.value("signature"));
        switch (linking) {
            case DeviceKeys.Linking.Linked _ -> {
                node.seeds().meet(person);
                visit.go("/settings/keys", Notice.DEVICE_LINKED);
            }
            case DeviceKeys.Linking.Refused(String told) -> {
                var open = node.devices().isOpen(person, nonce)
                        ? nonce
                        : node.devices().challenge(person);
                askAgain(visit, person, 422, key, form.wrong("signature", told), open);
            }
        }
    }

    private void askAgain(Visit visit, Person person, int status, DidKey key, Form form, Secret nonce) {
        var word = new DeviceLink(visit.base().toString(), person.name(), key, nonce.text());
        visit.show(
                status,
                "settings/link.jte",
                text("settings.link-a-key") + " · " + text("word.settings"),
                Map.of(
                        "form",
                        form,
                        "did",
                        key.did(),
                        "name",
                        form.value("name"),
                        "nonce",
                        nonce.text(),
                        "word",
                        word.text()));
    }

    /// A key as a person has it at hand: its DID, or the line of its file.
    private static Optional<DidKey> held(String text) {
        var named = key(text.strip());
        if (named.isPresent()) return named;
        try {
            return SshPublicKey.parse(text.strip()).didKey();
        } catch (KeyException _) {
            return Optional.empty(); // A text that names no key.
        }
    }

    private static Optional<DidKey> key(String text) {
        try {
            return Optional.of(DidKey.parse(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // A part of an address that names no key.
        }
    }

    private void show(Visit visit, Person person, int status, Form form) {
        var lines = node.sshKeys().of(person).stream().map(KeyPages::line).toList();
        var devices = node.devices().of(person).stream()
                .map(device -> new KeyLine(
                        device.key().nid(), device.name(), device.key().did(), device.added(), Optional.empty()))
                .toList();
        visit.show(
                status,
                "settings/keys.jte",
                text("settings.keys") + " · " + text("word.settings"),
                Map.of("keys", lines, "devices", devices, "name", person.name(), "form", form));
    }

    private static KeyLine line(SshKeys.Added added) {
        var key = added.key();
        String detail = key.type() + " " + key.fingerprint();
        return new KeyLine(added.id(), added.title(), detail, added.added(), Optional.empty());
    }

    /// Somebody's SSH keys as `authorized_keys` has them, without their comments.
    public void published(Visit visit) {
        var person = node.people().find(visit.part("owner")).orElseThrow(Stop::notFound);
        String lines = node.sshKeys().of(person).stream()
                .map(added -> added.key().bare().line() + "\n")
                .collect(Collectors.joining());
        visit.context().contentType("text/plain; charset=utf-8").result(lines);
    }

    /// The key that signs here, and the form to take it out.
    public void identity(Visit visit) {
        showIdentity(visit, visit.signedIn(), 200, Form.EMPTY);
    }

    /// Sends the key as an OpenSSH file, sealed by a passphrase.
    public void export(Visit visit) {
        var person = visit.signedIn();
        String passphrase = visit.field("passphrase");
        if (passphrase.length() < PASSPHRASE_CHARACTERS_MIN || passphrase.length() > PASSPHRASE_CHARACTERS_MAX) {
            String told = text("login.passphrase-length", PASSPHRASE_CHARACTERS_MIN, PASSPHRASE_CHARACTERS_MAX);
            showIdentity(visit, person, 422, Form.EMPTY.wrong("passphrase", told));
            return;
        }
        var wrong = FreshPassword.objection(node.people(), visit);
        if (wrong.isPresent()) {
            showIdentity(visit, person, 422, Form.EMPTY.wrong(FreshPassword.FIELD, wrong.get()));
            return;
        }
        var key = node.custody()
                .signingKey(person.key())
                .orElseThrow(() -> new Stop(409, text("login.key-not-held-here")));
        LOG.info("the key of {} was taken out from {}", person.name(), visit.address());
        // An account's name has nothing in it that a header could stumble over.
        visit.context()
                .contentType("application/octet-stream")
                .header("Cache-Control", "no-store")
                .header("Content-Disposition", "attachment; filename=\"" + person.name() + ".key\"")
                .result(OpenSshKey.write(key, person.name(), Optional.of(Secret.of(passphrase)))
                        .getBytes(UTF_8));
    }

    private void showIdentity(Visit visit, Person person, int status, Form form) {
        var waiting = node.custody().waiting().of(person.key()).map(it -> it.told(person.name()));
        visit.show(
                status,
                "settings/identity.jte",
                text("settings.signing-key") + " · " + text("word.settings"),
                Map.of("form", form, "did", person.key().did(), "name", person.name(), "waiting", waiting));
    }
}
