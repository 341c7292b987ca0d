package dev.hob.search.chunk;

/// One piece of a text file that is found as a whole: a function, a class, a section of prose, or a plain window.
///
/// @param path of the file within its repository
/// @param language as `node.code.Languages` calls it; empty where unknown
/// @param name of what it defines; the heading of a section; empty where there is none
/// @param scope what it stands in, outermost first: `Outer.Inner`
/// @param signature how it is declared, on one line, without its body
/// @param doc what is said about it, without comment signs
/// @param firstLine counted from 1
/// @param lastLine inclusive
/// @param text the lines themselves, with the doc comment before them
public record Chunk(
        String path,
        String language,
        ChunkKind kind,
        String name,
        String scope,
        String signature,
        String doc,
        int firstLine,
        int lastLine,
        String text) {}
