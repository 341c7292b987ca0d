package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.keys.MasterKey;
import dev.hob.keys.OpenSshKey;
import dev.hob.keys.Secret;
import dev.hob.node.people.Custody;
import dev.hob.node.people.WaitingKeys;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hob keys …`: taking keys out and bringing them in, which of them wait, and changing the master key.
@Command(name = "keys", description = "Signing keys: export, import, wait, resume, rotate the master key.")
final class KeysCommands implements Group {
    static CommandLine line(Terminal terminal, Ground ground) {
        return new CommandLine(new KeysCommands())
                .addSubcommand(new Export(terminal, ground))
                .addSubcommand(new Import(terminal, ground))
                .addSubcommand(new Wait(terminal, ground))
                .addSubcommand(new Resume(terminal, ground))
                .addSubcommand(new Rotate(terminal, ground));
    }

    @Command(
            name = "export",
            description = "Writes an account's signing key as an OpenSSH file that others cannot read.")
    static final class Export extends Act {
        @Parameters(index = "0", paramLabel = "ACCOUNT")
        String account = "";

        @Parameters(index = "1", paramLabel = "FILE", description = "A new file.")
        String file = "";

        @Option(names = "--passphrase-stdin", description = "Seals it with the passphrase on standard input.")
        boolean passphraseStdin;

        Export(Terminal terminal, Ground ground) {
            super(terminal, ground);
        }

        @Override
        int run(House house) {
            var person = person(house, account);
            var key = house.node()
                    .custody()
                    .signingKey(person.key())
                    .orElseThrow(() -> new CommandException("the key of " + account + " is not held here"));
            Optional<Secret> passphrase = passphraseStdin ? Optional.of(terminal.input()) : Optional.empty();
            if (passphrase.isEmpty())
                terminal.err("hob: without --passphrase-stdin, whoever has this file can sign as " + account);
            write(terminal.path(file), OpenSshKey.write(key, account, passphrase));
            terminal.out(person.key().did());
            return 0;
        }

        private static void write(Path file, String text) {
            var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            try (var channel =
                    Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode)) {
                channel.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
            } catch (FileAlreadyExistsException e) {
                throw new CommandException(file + " exists already", e);
            } catch (IOException e) {
                throw new CommandException("cannot write " + file + ": " + e, e);
            }
        }
    }

    @Command(
            name = "import",
            description = "Makes the key of an OpenSSH file an account's. It waits until `hob keys resume`.")
    static final class Import extends Act {
        private static final int FILE_BYTES_MAX = 64 * 1024;

        @Parameters(index = "0", paramLabel = "ACCOUNT", description = "One that owns no repository yet.")
        String account = "";

        @Parameters(index = "1", paramLabel = "FILE", description = "An Ed25519 key, as `hob keys export` writes it.")
        String file = "";

        @Option(names = "--passphrase-stdin", description = "Opens it with the passphrase on standard input.")
        boolean passphraseStdin;

        Import(Terminal terminal, Ground ground) {
            super(terminal, ground);
        }

        @Override
        int run(House house) {
            var person = person(house, account);
            Optional<Secret> passphrase = passphraseStdin ? Optional.of(terminal.input()) : Optional.empty();
            var key = OpenSshKey.read(text(terminal.path(file)), passphrase);
            house.node().custody().adopt(person, key).ifPresent(told -> {
                throw new CommandException(told);
            });
            house.node().people().byId(person.id()).ifPresent(house.node().seeds()::meet);
            house.node()
                    .custody()
                    .waiting()
                    .of(key.publicKey())
                    .ifPresent(waiting -> terminal.err("hob: " + waiting.told(account)));
            terminal.out(key.publicKey().did());
            return 0;
        }

        private static String text(Path file) {
            try {
                if (Files.size(file) > FILE_BYTES_MAX) throw new CommandException(file + " is too long for a key");
                return Files.readString(file);
            } catch (NoSuchFileException e) {
                throw new CommandException("there is no file " + file, e);
            } catch (IOException e) {
                throw new CommandException("cannot read " + file + ": " + e, e);
            }
        }
    }

    @Command(
            name = "wait",
            description =
                    "Lets every key wait: for a node whose database was restored by other means than `hob restore`.")
    static final class Wait extends Act {
        Wait(Terminal terminal, Ground ground) {
            super(terminal, ground);
        }

        @Override
        int run(House house) {
            terminal.out(house.node().custody().waiting().beginAll(WaitingKeys.Reason.RESTORED) + " keys wait");
            return 0;
        }
    }

    @Command(
            name = "resume",
            description = "Lets keys that were restored or imported sign in public repositories again, once connected"
                    + " peers have told what they signed elsewhere.")
    static final class Resume extends Act {
        @Parameters(arity = "0..1", paramLabel = "ACCOUNT", description = "Whose key (default: every key that waits).")
        Optional<String> account = Optional.empty();

        @Option(names = "--alone", description = "Asks nobody: no other node signs with these keys.")
        boolean alone;

        Resume(Terminal terminal, Ground ground) {
            super(terminal, ground);
        }

        @Override
        int run(House house) {
            var waiting = house.node().custody().waiting();
            var one = account.map(name -> person(house, name).key());
            var keys = waiting.all().stream()
                    .map(WaitingKeys.Waiting::key)
                    .filter(key -> one.isEmpty() || one.get().equals(key))
                    .toList();
            if (!alone) keys.forEach(new CatchingUp(house, terminal)::with);
            int count = 0;
            for (var key : keys) count += waiting.end(key) ? 1 : 0;
            terminal.out(count + " keys sign everywhere again");
            return 0;
        }
    }

    @Command(name = "rotate", description = "Makes a new master key and seals every stored secret again with it.")
    static final class Rotate extends Act {
        Rotate(Terminal terminal, Ground ground) {
            super(terminal, ground);
        }

        @Override
        int run(House house) {
            if (System.getenv("HOB_MASTER_KEY") != null)
                throw new CommandException("the master key is in HOB_MASTER_KEY: put a new one before a comma in front"
                        + " of the old one, restart, and remove the old one when `hob doctor` says that it may go");
            if (house.serving())
                throw new CommandException("stop the node for this: it holds the old master key in memory");
            // The old keys stay readable in the file until everything is sealed again, so a crash in between loses
            // nothing.
            var file = house.data().resolve("master.key");
            var next = MasterKey.rotate(file);
            int count = new Custody(house.node().database(), next, Assembly.CLOCK).reseal();
            terminal.out("sealed " + count + " secrets with master key " + next.keyId());
            MasterKey.retireOld(file);
            return 0;
        }
    }
}
