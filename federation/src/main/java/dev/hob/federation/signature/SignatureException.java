package dev.hob.federation.signature;

/// Carries a refusal out of the depth of a parser. Never leaves the package.
final class SignatureException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final Cause cause;

    SignatureException(Cause cause, String told) {
        super(told, null, false, false);
        this.cause = cause;
    }

    Verdict.Refused refused() {
        return new Verdict.Refused(cause, String.valueOf(getMessage()));
    }
}
