package dev.hob.p2p.protocol;

/// Why a connection ends. For our log and for what it costs the peer (`radicle.md` §8.7); never told to the peer.
public enum Because {
    /// It announced something that its author did not sign.
    FORGED(Severity.HIGH),
    /// It announced something of the future, or of no time at all.
    WRONG_TIME(Severity.HIGH),
    /// What it sent is no frame or no message.
    MALFORMED(Severity.HIGH),
    /// It could not be reached.
    UNREACHABLE(Severity.MEDIUM),
    /// The connection broke, or the peer ended it.
    BROKEN(Severity.MEDIUM),
    /// A fetch from it came to a halt.
    FETCH_STALLED(Severity.MEDIUM),
    /// It said nothing for too long.
    SILENT(Severity.LOW),
    /// There is another connection to the same peer.
    CONFLICT(Severity.LOW),
    /// It is ourselves.
    SELF(Severity.LOW),
    /// Blocked or banned here.
    UNWELCOME(Severity.LOW),
    /// There are as many connections as we keep.
    FULL(Severity.LOW),
    /// We have enough others, and need nothing from it.
    SURPLUS(Severity.LOW),
    /// The operator said so.
    ASKED(Severity.LOW);

    enum Severity {
        LOW(0),
        MEDIUM(1),
        HIGH(8);

        final int points;

        Severity(int points) {
            this.points = points;
        }
    }

    final Severity severity;

    Because(Severity severity) {
        this.severity = severity;
    }
}
