package dev.hob.federation.inbox;

import dev.hob.node.db.DatabaseConfig;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;

/// The same on PostgreSQL, where `HOB_TEST_POSTGRES_URL` names a server.
class PostgresDispatchTest extends DispatchTest {
    @Override
    DatabaseConfig database(Path where) {
        String url = Optional.ofNullable(System.getenv("HOB_TEST_POSTGRES_URL"))
                .orElseGet(() -> Assumptions.abort("SKIPPED: no PostgreSQL here"));
        String name = "hob_" + UUID.randomUUID().toString().replace("-", "");
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot make a database on the PostgreSQL of the tests", e);
        }
        int query = url.indexOf('?');
        String base = query < 0 ? url : url.substring(0, query);
        return DatabaseConfig.postgres(
                base.substring(0, base.lastIndexOf('/') + 1) + name + (query < 0 ? "" : url.substring(query)));
    }
}
