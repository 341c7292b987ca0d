package dev.hob.web.html;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;

/// A library of scripts on the class path, as its jar has it.
///
/// @param folder where its files are, without the version
public record WebJar(String group, String artifact, String folder) {
    private static final String WEBJARS = "org.webjars.npm";

    /// One of those that webjars.org made of npm's packages.
    public static WebJar npm(String artifact) {
        return new WebJar(WEBJARS, artifact, "webjars/" + artifact);
    }

    /// The version that this node was built with.
    public String version() {
        String name = "META-INF/maven/" + group + "/" + artifact + "/pom.properties";
        try (var in = WebJar.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) throw new AssertionError(name + " belongs to the house");
            var properties = new Properties();
            properties.load(in);
            return properties.getProperty("version", "");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the version of " + artifact, e);
        }
    }

    /// The bytes of one of its files; empty when it has none of that name.
    public Optional<byte[]> file(String path) {
        String name = "META-INF/resources/" + folder + "/" + version() + "/" + path;
        try (var in = WebJar.class.getClassLoader().getResourceAsStream(name)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }
}
