package dev.hob.cli.release;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Place;
import dev.hob.cli.remote.Progress;
import dev.hob.cli.remote.RepositoryErrand;
import dev.hob.cli.remote.Text;
import dev.hob.cli.remote.Unable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hob release download`. A file has its name only when all of it is there and is what the release says.
@Command(name = "download", description = "Fetches the files of a release, and holds each against its SHA-256.")
final class DownloadFiles extends RepositoryErrand {
    private static final String UNFINISHED = ".part";

    @Parameters(arity = "0..1", paramLabel = "TAG", description = "Which release (default: the latest).")
    Optional<String> tag = Optional.empty();

    @Option(
            names = {"-p", "--pattern"},
            paramLabel = "GLOB",
            description = "Only files whose name is like this; may be repeated.")
    List<String> patterns = List.of();

    @Option(
            names = {"-D", "--dir"},
            paramLabel = "FOLDER",
            description = "Where to (default: here).")
    Optional<String> folder = Optional.empty();

    @Option(names = "--overwrite", description = "Replaces files that are there.")
    boolean overwrite;

    DownloadFiles(Desk desk) {
        super(desk);
    }

    @Override
    protected int run(Place place, Client client) {
        var release = new Releases(place, client).find(tag);
        var wanted = release.assets().stream().filter(this::isWanted).toList();
        if (wanted.isEmpty())
            throw new Unable(
                    release.assets().isEmpty()
                            ? Text.line(release.tag()) + " has no files"
                            : "no file of " + Text.line(release.tag()) + " is like that");
        var into = screen().path(folder.orElse("."));
        // What cannot be kept is told before anything is fetched.
        for (var asset : wanted) {
            var file = file(into, asset);
            if (!overwrite && Files.exists(file)) throw new Unable(file + " is there already; --overwrite replaces it");
        }
        var progress = new Progress(screen(), "fetched");
        var done = new ArrayList<Json>();
        for (var asset : wanted) {
            var file = file(into, asset);
            fetch(client, asset, file);
            done.add(asset.json().with("file", file.toString()));
            progress.at(done.size() + " of " + wanted.size() + " files");
            if (!asJson()) screen().out(file + (asset.sha256().isPresent() ? "  SHA-256 is right" : ""));
        }
        if (asJson()) tell(new Json.Items(List.copyOf(done)));
        return 0;
    }

    private boolean isWanted(Release.Asset asset) {
        try {
            return patterns.isEmpty()
                    || patterns.stream().anyMatch(it -> FileSystems.getDefault()
                            .getPathMatcher("glob:" + it)
                            .matches(Path.of(safe(asset))));
        } catch (PatternSyntaxException e) {
            throw misused("--pattern " + e.getPattern() + " makes no sense: " + e.getDescription());
        }
    }

    private static Path file(Path folder, Release.Asset asset) {
        return folder.resolve(safe(asset));
    }

    /// A name that leads nowhere else, whatever a node says.
    private static String safe(Release.Asset asset) {
        String name = asset.name();
        boolean plain = !name.isBlank()
                && !name.equals(".")
                && !name.equals("..")
                && name.chars().noneMatch(c -> c == '/' || c == '\\' || c < 0x20 || c == 0x7f);
        if (!plain) throw new Unable("a file of this release has a name that cannot be kept: " + Text.line(name));
        return name;
    }

    private static void fetch(Client client, Release.Asset asset, Path file) {
        var unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.deleteIfExists(unfinished);
            client.download(asset.url(), unfinished, asset.size());
            long size = Files.size(unfinished);
            if (size != asset.size())
                throw new Unable(file + ": " + size + " bytes came, and not " + asset.size() + "; nothing is kept");
            var sum = sha256(unfinished);
            if (asset.sha256().filter(it -> !it.equals(sum)).isPresent())
                throw new Unable(file + ": what came is not what the release says (SHA-256 " + sum + ", and not "
                        + Text.line(asset.sha256().get()) + "); nothing is kept");
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new Unable("cannot write " + file + ": " + e, e);
        } finally {
            discard(unfinished);
        }
    }

    private static void discard(Path unfinished) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            throw new Unable("cannot remove " + unfinished, e);
        }
    }

    private static String sha256(Path file) throws IOException {
        try (var in = new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
