/// The one gate for outgoing HTTP: where it may go, how long and how much an answer may be, how often a host is asked.
/// Whatever address came from outside leaves through here. Stands on nothing of ours, and is alone with its library.
@NullMarked
package dev.hob.node.outside;

import org.jspecify.annotations.NullMarked;
