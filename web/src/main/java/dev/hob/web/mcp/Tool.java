package dev.hob.web.mcp;

import dev.hob.node.people.Grant;
import dev.hob.node.people.Scope;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/// One thing that an assistant can ask for: all that the published list says of it, and the code that answers.
/// Immutable.
///
/// @param says what it does and when to use it, for the assistant
/// @param needs without all of which a token does not even hear of it
/// @param writes whether something is different afterwards
/// @param shape of what it answers for programs
record Tool(
        String name,
        String title,
        String says,
        List<Parameter> parameters,
        Set<Scope> needs,
        boolean writes,
        Class<? extends Record> shape,
        Answering<?> answering) {
    /// Answers a call.
    @FunctionalInterface
    interface Answering<S extends Record> {
        Told<S> answer(Asked asked) throws IOException;
    }

    Tool {
        parameters = List.copyOf(parameters);
        needs = Set.copyOf(needs);
    }

    /// One that only reads.
    static <S extends Record> Tool reading(
            String name,
            String title,
            String says,
            List<Parameter> parameters,
            Set<Scope> needs,
            Class<S> shape,
            Answering<S> answering) {
        return new Tool(name, title, says, parameters, needs, false, shape, answering);
    }

    /// One that writes.
    static <S extends Record> Tool writing(
            String name,
            String title,
            String says,
            List<Parameter> parameters,
            Class<S> shape,
            Answering<S> answering) {
        return new Tool(name, title, says, parameters, Set.of(Scope.WRITE_ISSUE), true, shape, answering);
    }

    boolean isFor(Grant grant) {
        return needs.stream().allMatch(grant::allows);
    }
}
