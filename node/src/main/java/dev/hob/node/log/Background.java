package dev.hob.node.log;

/// Work that goes on for long beside requests, on threads of its own: the system shares processors out among
/// those. The few threads that carry virtual threads share nothing: what keeps them busy lets no request begin.
public final class Background {
    private Background() {}

    /// A thread that was not started yet, and does not keep the process alive.
    public static Thread thread(String name, Runnable work) {
        return Thread.ofPlatform().daemon().name(name).unstarted(work);
    }
}
