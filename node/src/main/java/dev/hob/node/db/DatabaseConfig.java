package dev.hob.node.db;

import dev.hob.keys.Secret;
import java.nio.file.Path;
import java.util.Optional;

/// Where the database is: `sqlite:<path>` for a file of our own, or `jdbc:postgresql://…` for a server.
public record DatabaseConfig(String url, Optional<String> user, Optional<Secret> password, int readersMax) {
    private static final int READERS_MAX = 8;

    public DatabaseConfig {
        if (!url.startsWith("sqlite:") && !url.startsWith("jdbc:postgresql:"))
            throw new IllegalArgumentException("db.url must begin with sqlite: or jdbc:postgresql:, not " + url);
    }

    /// The embedded default.
    public static DatabaseConfig sqlite(Path file) {
        return new DatabaseConfig("sqlite:" + file, Optional.empty(), Optional.empty(), READERS_MAX);
    }

    /// A PostgreSQL server, its credentials in the URL.
    public static DatabaseConfig postgres(String url) {
        return new DatabaseConfig(url, Optional.empty(), Optional.empty(), READERS_MAX);
    }

    /// Whether it is a PostgreSQL server.
    public boolean isPostgres() {
        return url.startsWith("jdbc:postgresql:");
    }
}
