package dev.hob.search.chunk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where the grammars' native libraries lie once they were unpacked. Left alone, each process unpacks its own into the
/// folder for temporary files, and leaves them there when it is killed. Shared between threads.
public final class GrammarLibraries {
    private static final Logger LOG = LoggerFactory.getLogger(GrammarLibraries.class);
    /// Where tree-sitter's Java library looks first.
    private static final String FOLDER = "tree-sitter-lib";

    private GrammarLibraries() {}

    /// Keeps them in a folder from now on, unless it was said before where.
    public static void keepIn(Path folder) {
        if (System.getProperty(FOLDER) == null)
            System.setProperty(FOLDER, folder.toAbsolutePath().toString());
    }

    /// Puts a library there, if it is not there as it is in its jar. Where that fails, it is unpacked as ever.
    static synchronized void unpack(String name) {
        String folder = System.getProperty(FOLDER);
        if (folder == null) return;
        String file = file(name);
        try (var in = GrammarLibraries.class.getClassLoader().getResourceAsStream(file)) {
            if (in == null) return;
            byte[] bytes = in.readAllBytes();
            var target = Path.of(folder).resolve(file);
            if (Files.exists(target) && Arrays.equals(Files.readAllBytes(target), bytes)) return;
            Files.createDirectories(target.resolveSibling(""));
            var fresh = target.resolveSibling(target.getFileName() + ".new");
            Files.write(fresh, bytes);
            Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.warn("cannot unpack {} into {}", file, folder, e);
        }
    }

    /// As the jars call it, for this machine.
    private static String file(String name) {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch", "").replace("amd64", "x86_64");
        boolean isMac = system.contains("mac");
        boolean isWindows = system.contains("windows");
        String kind = isWindows ? "windows" : isMac ? "macos" : "linux-gnu";
        String end = isWindows ? "dll" : isMac ? "dylib" : "so";
        return "lib/%s-%s-%s.%s".formatted(machine, kind, name, end);
    }
}
