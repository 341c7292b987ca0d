package dev.hob.node.git;

import dev.hob.node.refs.RefView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.attributes.AttributesNode;
import org.eclipse.jgit.attributes.AttributesNodeProvider;
import org.eclipse.jgit.attributes.AttributesRule;
import org.eclipse.jgit.lib.BaseRepositoryBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectDatabase;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectIdRef;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefDatabase;
import org.eclipse.jgit.lib.RefRename;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.ReflogReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.lib.SymbolicRef;
import org.jspecify.annotations.Nullable;

/// A repository as ordinary clients see it: the objects of the shared folder, and the refs of one [RefView] and no
/// others. Read-only. Owned by one request.
public class ViewRepository extends Repository {
    private final Repository shared;
    private final ViewRefs refs;

    /// @param shared the folder's handle; stays the caller's to close
    public ViewRepository(Repository shared, RefView view) {
        super(new Builder(shared));
        this.shared = shared;
        this.refs = new ViewRefs(view);
    }

    private static final class Builder extends BaseRepositoryBuilder<Builder, Repository> {
        Builder(Repository shared) {
            setGitDir(shared.getDirectory());
            setFS(shared.getFS());
            setBare();
        }
    }

    @Override
    public void create(boolean bare) {
        throw new UnsupportedOperationException("a view creates nothing");
    }

    @Override
    public String getIdentifier() {
        return shared.getIdentifier();
    }

    @Override
    public ObjectDatabase getObjectDatabase() {
        return shared.getObjectDatabase();
    }

    @Override
    public RefDatabase getRefDatabase() {
        return refs;
    }

    @Override
    public StoredConfig getConfig() {
        return shared.getConfig();
    }

    @Override
    public AttributesNodeProvider createAttributesNodeProvider() {
        var none = new AttributesNode(List.<AttributesRule>of());
        return new AttributesNodeProvider() {
            @Override
            public AttributesNode getInfoAttributesNode() {
                return none;
            }

            @Override
            public AttributesNode getGlobalAttributesNode() {
                return none;
            }
        };
    }

    @Override
    public void scanForRepoChanges() {
        // A view does not change.
    }

    @Override
    public void notifyIndexChanged(boolean internal) {
        // There is no index.
    }

    @Override
    @Deprecated
    public ReflogReader getReflogReader(String refName) {
        throw new UnsupportedOperationException("a view keeps no reflog: " + refName);
    }

    @Override
    protected void doClose() {
        // The folder's handle is the caller's.
    }

    private static final class ViewRefs extends RefDatabase {
        private final RefView view;

        ViewRefs(RefView view) {
            this.view = view;
        }

        @Override
        public void create() {
            throw new UnsupportedOperationException("a view creates nothing");
        }

        @Override
        public void close() {
            // Nothing is open.
        }

        /// What a push asks for moves through the gate, all or none.
        @Override
        public boolean performsAtomicTransactions() {
            return true;
        }

        @Override
        public boolean isNameConflicting(String name) {
            return false;
        }

        @Override
        public RefUpdate newUpdate(String name, boolean detach) throws IOException {
            throw new IOException("a view moves nothing");
        }

        @Override
        public RefRename newRename(String fromName, String toName) throws IOException {
            throw new IOException("a view moves nothing");
        }

        @Override
        public @Nullable Ref exactRef(String name) {
            if (name.equals(Constants.HEAD)) return head().orElse(null);
            return Optional.ofNullable(view.refs().get(name))
                    .map(id -> ref(name, id))
                    .orElse(null);
        }

        private Optional<Ref> head() {
            return view.headId().map(id -> new SymbolicRef(Constants.HEAD, ref(view.head(), id)));
        }

        private Ref ref(String name, ObjectId id) {
            var peeled = view.peeled().get(name);
            return peeled == null
                    ? new ObjectIdRef.PeeledNonTag(Ref.Storage.PACKED, name, id)
                    : new ObjectIdRef.PeeledTag(Ref.Storage.PACKED, name, id, peeled);
        }

        @Override
        @Deprecated
        public Map<String, Ref> getRefs(String prefix) {
            var found = new LinkedHashMap<String, Ref>();
            for (Ref ref : getRefsByPrefix(prefix)) found.put(ref.getName().substring(prefix.length()), ref);
            return found;
        }

        @Override
        public List<Ref> getRefsByPrefix(String prefix) {
            var found = new ArrayList<Ref>();
            if (Constants.HEAD.startsWith(prefix)) head().ifPresent(found::add);
            view.below(prefix).forEach((name, id) -> found.add(ref(name, id)));
            return found;
        }

        @Override
        public List<Ref> getRefs() {
            return getRefsByPrefix("");
        }

        @Override
        public ReflogReader getReflogReader(Ref ref) {
            throw new UnsupportedOperationException("a view keeps no reflog");
        }

        @Override
        public List<Ref> getAdditionalRefs() {
            return List.of();
        }

        @Override
        public Ref peel(Ref ref) {
            return ref;
        }

        @Override
        public boolean hasRefs() {
            return !view.isEmpty();
        }
    }
}
