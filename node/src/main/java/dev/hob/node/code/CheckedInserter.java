package dev.hob.node.code;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;

/// Lets nothing in that a push could not bring.
final class CheckedInserter extends ObjectInserter.Filter {
    private final ObjectInserter inserter;
    private final Fsck fsck = new Fsck();

    CheckedInserter(ObjectInserter inserter) {
        this.inserter = inserter;
    }

    @Override
    protected ObjectInserter delegate() {
        return inserter;
    }

    @Override
    public ObjectId insert(int type, byte[] data) throws IOException {
        return insert(type, data, 0, data.length);
    }

    @Override
    public ObjectId insert(int type, byte[] data, int offset, int length) throws IOException {
        // Trees also come in the middle of a larger array.
        if (type != Constants.OBJ_BLOB) fsck.check(type, Arrays.copyOfRange(data, offset, offset + length));
        return inserter.insert(type, data, offset, length);
    }

    /// As large trees come.
    @Override
    public ObjectId insert(int type, long length, InputStream in) throws IOException {
        return type == Constants.OBJ_BLOB ? inserter.insert(type, length, in) : insert(type, in.readAllBytes());
    }

    void checkAttributes() throws IOException {
        try (var reader = inserter.newReader()) {
            fsck.checkAttributes(reader);
        }
    }
}
