/// Accounts, passwords, sessions, tokens and the keys held for people. Stands on `db`, `log` and keys.
@NullMarked
package dev.hob.node.people;

import org.jspecify.annotations.NullMarked;
