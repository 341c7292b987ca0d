/// Commands, and the page that builds the house.
@NullMarked
package dev.hob.cli;

import org.jspecify.annotations.NullMarked;
