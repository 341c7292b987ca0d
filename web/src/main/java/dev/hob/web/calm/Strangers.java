package dev.hob.web.calm;

/// How those without an account are met.
///
/// @param percent how much of one processor an address may keep busy with costly pages; 0 sets no bound
/// @param proving when their browsers have to work
/// @param robots what robots are asked to leave alone
public record Strangers(int percent, CalmPages.Proving proving, Robots robots) {
    /// As nobody says otherwise.
    public static final Strangers USUAL = new Strangers(10, CalmPages.Proving.SPENT, Robots.SEARCH);
}
