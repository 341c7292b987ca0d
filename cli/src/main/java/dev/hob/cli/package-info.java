/// Commands, and the page that builds the house.
///
/// [Assembly] wires everything; [Main] is where it starts. A data folder has one owner: a command on a folder that is
/// being served is handed to the serving process through [Control].
@NullMarked
package dev.hob.cli;

import org.jspecify.annotations.NullMarked;
