package dev.hob.node.outside;

/// Bytes that were answered, or are posted. Not copied on the way in or out: nobody changes them.
public final class Body {
    private final byte[] bytes;

    public Body(byte[] bytes) {
        this.bytes = bytes;
    }

    public byte[] bytes() {
        return bytes;
    }
}
