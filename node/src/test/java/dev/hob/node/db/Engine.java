package dev.hob.node.db;

import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// The databases that every store must work on.
public enum Engine {
    SQLITE,
    POSTGRES;

    /// A fresh, empty database with the schema in place; `folder` is the test's own.
    public Database open(Path folder) {
        return Database.open(config(folder));
    }

    public DatabaseConfig config(Path folder) {
        return switch (this) {
            case SQLITE -> DatabaseConfig.sqlite(folder.resolve("hob.db"));
            case POSTGRES ->
                DatabaseConfig.postgres(PostgresServer.shared()
                        .orElseGet(() -> Assumptions.abort("no PostgreSQL here"))
                        .freshDatabase());
        };
    }
}
