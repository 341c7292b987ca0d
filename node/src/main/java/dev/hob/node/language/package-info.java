/// What people are told, in the language of who reads it: one file of messages per language and module. At the bottom
/// of the node, so that a sentence can be said where it is made.
@NullMarked
package dev.hob.node.language;

import org.jspecify.annotations.NullMarked;
