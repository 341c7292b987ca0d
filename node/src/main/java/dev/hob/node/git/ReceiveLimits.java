package dev.hob.node.git;

/// What a push may bring at most.
///
/// @param packBytesMax the whole pack as it comes over the wire
/// @param objectBytesMax one object, unpacked
/// @param deltaBytesMax one object that comes as a delta: those are unpacked in memory, others stream
/// @param objectsMax how many objects one pack may hold
/// @param commandsMax about how many refs one push may move
public record ReceiveLimits(
        long packBytesMax, long objectBytesMax, long deltaBytesMax, long objectsMax, int commandsMax) {
    /// Two gigabytes, half a gigabyte, what memory bears, fifty thousand refs.
    public static final ReceiveLimits USUAL = of(2L << 30, 512L << 20);

    private static final long TALK_PACK_BYTES_MAX = 256L << 20;
    private static final long TALK_OBJECT_BYTES_MAX = 16L << 20;
    private static final long TALK_OBJECTS_MAX = 500_000;
    private static final int COMMANDS_MAX = 50_000;
    /// How much of the Java heap one delta may unpack to: its base and its result are in memory together.
    private static final int HEAP_SHARE = 8;
    /// About what the parser keeps of each object until the pack is read.
    private static final int OBJECT_BYTES_KEPT = 64;

    /// Limits for packs and objects; the others follow from them and from the memory that there is.
    public static ReceiveLimits of(long packBytesMax, long objectBytesMax) {
        long heap = Runtime.getRuntime().maxMemory();
        long delta = Math.min(objectBytesMax, heap / HEAP_SHARE);
        return new ReceiveLimits(packBytesMax, objectBytesMax, delta, heap / OBJECT_BYTES_KEPT, COMMANDS_MAX);
    }

    /// For those who may only speak: a namespace with its issues, and their files.
    ReceiveLimits forTalk() {
        return new ReceiveLimits(
                Math.min(packBytesMax, TALK_PACK_BYTES_MAX),
                Math.min(objectBytesMax, TALK_OBJECT_BYTES_MAX),
                Math.min(deltaBytesMax, TALK_OBJECT_BYTES_MAX),
                Math.min(objectsMax, TALK_OBJECTS_MAX),
                commandsMax);
    }

    /// The same in bytes of what names the refs.
    long commandBytesMax() {
        return commandsMax * 256L;
    }
}
