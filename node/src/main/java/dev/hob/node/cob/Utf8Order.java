package dev.hob.node.cob;

import java.io.Serializable;
import java.util.Comparator;

/// The order of strings by their UTF-8 bytes. A string's own order differs where one has characters beyond U+FFFF.
public enum Utf8Order implements Comparator<String>, Serializable {
    UTF8;

    @Override
    public int compare(String a, String b) {
        int end = Math.min(a.length(), b.length());
        for (int i = 0; i < end; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y)
                return Character.isSurrogate(x) == Character.isSurrogate(y)
                        ? Character.compare(x, y)
                        : Boolean.compare(Character.isSurrogate(x), Character.isSurrogate(y));
        }
        return Integer.compare(a.length(), b.length());
    }
}
