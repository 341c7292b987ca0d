package dev.hob.node.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.NoSuchElementException;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.DataSourceConnectionFactory;
import org.apache.commons.dbcp2.PoolableConnection;
import org.apache.commons.dbcp2.PoolableConnectionFactory;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.jdbi.v3.core.ConnectionFactory;

/// A few open connections that many threads take in turn. Whoever waits for one sleeps. A pool that spins until its
/// waiters have run holds the carriers that these need when all are virtual threads, and does so for ever once those
/// that spin are interrupted.
final class Connections implements ConnectionFactory, AutoCloseable {
    private static final Duration WAIT_MAX = Duration.ofSeconds(30);
    /// A server may have gone away meanwhile; what a connection keeps in memory goes with it.
    private static final Duration AGE_MAX = Duration.ofMinutes(30);

    private static final Duration IDLE_MAX = Duration.ofMinutes(10);
    private static final Duration SWEEP_EVERY = Duration.ofMinutes(1);

    private final GenericObjectPool<PoolableConnection> pool;

    /// @param checked whether each is asked whether it still lives before it is given
    Connections(DataSource source, int most, boolean checked) {
        var factory = new PoolableConnectionFactory(new DataSourceConnectionFactory(source), null);
        factory.setMaxConn(AGE_MAX);
        var settings = new GenericObjectPoolConfig<PoolableConnection>();
        settings.setMaxTotal(most);
        settings.setMaxIdle(most);
        settings.setMaxWait(WAIT_MAX);
        settings.setFairness(true);
        settings.setTestOnBorrow(checked);
        settings.setMinEvictableIdleDuration(IDLE_MAX);
        settings.setTimeBetweenEvictionRuns(SWEEP_EVERY);
        settings.setJmxEnabled(false);
        this.pool = new GenericObjectPool<>(factory, settings);
        factory.setPool(pool);
    }

    @Override
    public Connection openConnection() throws SQLException {
        try {
            return pool.borrowObject();
        } catch (SQLException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while waiting for a connection", e);
        } catch (NoSuchElementException e) {
            throw new SQLException("no connection became free within " + WAIT_MAX.toSeconds() + " seconds", e);
        } catch (IllegalStateException e) {
            throw new SQLException("the database is closed", e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new SQLException("cannot connect: " + e.getMessage(), e);
        }
    }

    /// Closes all that nobody holds; the others close as they come back.
    @Override
    public void close() {
        pool.close();
    }
}
