/// AsciiDoc as HTML, made by Asciidoctor in a process of its own, which is there only while somebody reads such
/// texts. What comes out is as little to be trusted as what went in. Stands on nothing.
@NullMarked
package dev.hob.node.asciidoc;

import org.jspecify.annotations.NullMarked;
