package dev.hob.federation.inbox;

import dev.hob.node.log.RepositoryId;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/// What came of an activity. `told` says it to whoever looks after this node.
sealed interface Outcome {
    /// It was done; what is to be written with that goes into the same transaction.
    ///
    /// @param keeps whether an operation stands on its bytes
    record Done(String told, boolean keeps, Consumer<Handle> rows) implements Outcome {}

    /// It is nothing that concerns anything here.
    record Ignored(String told) implements Outcome {}

    /// It is not done; the sender may be told so in the same transaction.
    record Refused(String told, Consumer<Handle> rows) implements Outcome {}

    /// Somebody of here has to look at it first.
    ///
    /// @param repository whose owner may do so; else only whoever looks after the node
    record Held(String told, Optional<RepositoryId> repository) implements Outcome {}

    /// It cannot be done now.
    record Later(String told) implements Outcome {}

    /// Short for what writes nothing more.
    static Outcome done(String told) {
        return new Done(told, false, _ -> {});
    }

    static Outcome operation(String told) {
        return new Done(told, true, _ -> {});
    }

    static Outcome refused(String told) {
        return new Refused(told, _ -> {});
    }
}
