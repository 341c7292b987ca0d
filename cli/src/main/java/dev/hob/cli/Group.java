package dev.hob.cli;

import java.util.concurrent.Callable;

/// A word that only gathers commands; alone it is a mistake.
interface Group extends Callable<Integer> {
    @Override
    default Integer call() {
        throw new CommandException("say what to do; `hob help` lists the commands");
    }
}
