package dev.hob.search.chunk;

/// Something that a file defines.
///
/// @param kind function or type
/// @param name as others call it
/// @param scope what it stands in, outermost first: `Outer.Inner`
/// @param signature how it is declared, on one line, without its body
/// @param line of the name, counted from 1
/// @param firstLine of the whole, without what is said before it
/// @param lastLine inclusive
public record Definition(
        ChunkKind kind, String name, String scope, String signature, int line, int firstLine, int lastLine) {
    static final int NAME_CHARACTERS_MAX = 200;
    static final int SIGNATURE_CHARACTERS_MAX = 300;
    static final int SCOPE_CHARACTERS_MAX = 300;

    Definition within(String outer) {
        String all = outer.isEmpty() ? scope : scope.isEmpty() ? outer : outer + "." + scope;
        return new Definition(kind, name, shortened(all, SCOPE_CHARACTERS_MAX), signature, line, firstLine, lastLine);
    }

    static String shortened(String text, int max) {
        return text.length() <= max ? text : text.substring(0, max);
    }

    /// On one line, with single spaces, no longer than shown.
    static String signature(String declared) {
        var out = new StringBuilder();
        boolean space = false;
        for (int i = 0; i < declared.length() && out.length() < SIGNATURE_CHARACTERS_MAX; i++) {
            char c = declared.charAt(i);
            if (c <= ' ') {
                space = !out.isEmpty();
                continue;
            }
            if (space) out.append(' ');
            space = false;
            out.append(c);
        }
        return out.toString();
    }
}
