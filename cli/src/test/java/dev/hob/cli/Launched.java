package dev.hob.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/// The launcher, laid out as a distribution has it, with the classes that are being tested; and somebody with a home
/// of their own who calls it.
record Launched(Path folder, Map<String, String> environment) {
    static Launched in(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("bin"));
        Files.createDirectories(folder.resolve("lib"));
        Files.createDirectories(folder.resolve("home"));
        Files.copy(Path.of("..", "hob"), folder.resolve("bin/hob"), StandardCopyOption.COPY_ATTRIBUTES);
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                                .map(entry -> Path.of(entry).toUri().toString())
                                .collect(Collectors.joining(" ")));
        try (var out = Files.newOutputStream(folder.resolve("lib/hob-cli-test.jar"));
                var jar = new JarOutputStream(out, manifest)) {
            jar.finish();
        }
        var environment = new HashMap<>(Git.clean());
        environment.put("HOB_AOT", "off");
        environment.put("HOB_JAVA", System.getProperty("java.home"));
        environment.put("HOME", folder.resolve("home").toString());
        environment.put("XDG_CONFIG_HOME", "");
        environment.put("XDG_STATE_HOME", "");
        return new Launched(folder, environment);
    }

    Path home() {
        return folder.resolve("home");
    }

    Git.Result hob(Path where, String input, String... words) {
        var command = new ArrayList<>(List.of(folder.resolve("bin/hob").toString()));
        command.addAll(List.of(words));
        return Git.run(where, environment, input, command);
    }

    /// Plain git, as this somebody has it.
    Git.Result git(Path where, String... words) {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        return Git.run(where, environment, "", command);
    }
}
