package dev.hob.search.embed;

import java.util.Arrays;

/// Where in a file the record of a key is: twelve bytes a place, since there may be hundreds of thousands. Owned by
/// one thread at a time. Keys are parts of a hash, so they need no hashing of their own.
final class Positions {
    private static final int SMALLEST = 1 << 10;
    private static final int NONE = -1;

    private long[] keys = new long[SMALLEST];
    private int[] places = none(SMALLEST);
    private int size;

    /// The place of a key, or -1.
    int get(long key) {
        return places[slot(key)];
    }

    /// Remembers the newest place of a key.
    void put(long key, int place) {
        if (2 * (size + 1) > keys.length) grow();
        int slot = slot(key);
        if (places[slot] == NONE) size++;
        keys[slot] = key;
        places[slot] = place;
    }

    private int slot(long key) {
        int slot = (int) key & (keys.length - 1);
        while (places[slot] != NONE && keys[slot] != key) slot = (slot + 1) & (keys.length - 1);
        return slot;
    }

    private void grow() {
        var oldKeys = keys;
        var oldPlaces = places;
        keys = new long[2 * oldKeys.length];
        places = none(keys.length);
        size = 0;
        for (int i = 0; i < oldKeys.length; i++) if (oldPlaces[i] != NONE) put(oldKeys[i], oldPlaces[i]);
    }

    private static int[] none(int length) {
        var places = new int[length];
        Arrays.fill(places, NONE);
        return places;
    }
}
