package dev.hob.cli;

/// Somebody with a node on a line of nodes, of whichever kind, who keeps one project with the others.
interface Neighbour extends Logged, AutoCloseable {
    /// How others name and dial the node.
    String nid() throws Exception;

    /// Connects with the next one, now and after each restart.
    void meets(Neighbour next, Land.Road road) throws Exception;

    /// Wants a project whole.
    void keeps(String rid) throws Exception;

    /// Opens an issue in it.
    void says(String title) throws Exception;

    /// Whether an issue is seen here.
    boolean hears(String title) throws Exception;

    /// Whether the project's main branch is seen here to be at a commit.
    boolean isAt(String commit) throws Exception;

    /// Who is connected, a line each.
    long connected() throws Exception;

    /// As a machine that loses its power.
    void dies() throws Exception;

    void comesBack() throws Exception;

    @Override
    void close();
}
